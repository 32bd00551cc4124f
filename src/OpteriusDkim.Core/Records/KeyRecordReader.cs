using System.Formats.Asn1;
using System.Security.Cryptography;

namespace OpteriusDkim;

/// <summary>Reads key records: leniently, to explain them, and reporting strictly, as a verifier may refuse them.</summary>
public static class KeyRecordReader
{
    private static readonly char[] WhiteSpace = [' ', '\t', '\r', '\n'];

    /// <summary>Reads the text of a record; any text at all.</summary>
    /// <param name="text">The strings of the record joined with nothing between.</param>
    public static DkimKeyRecord Read(string text)
    {
        var tags = TagList.Parse(text);
        var findings = new List<DkimFinding>(tags.Findings);
        CheckVersion(tags, findings);
        CheckUse(tags, findings);
        var key = ReadKey(tags, findings);
        return new DkimKeyRecord(text, tags, key, findings);
    }

    /// <summary>The parts of a value that is a list parted by colons.</summary>
    internal static IReadOnlyList<string> ListIn(string? value) => string.IsNullOrEmpty(value)
        ? Array.Empty<string>()
        : value.Split(':').Select(part => part.Trim(WhiteSpace)).ToArray();

    private static void CheckVersion(TagList tags, List<DkimFinding> findings)
    {
        var version = tags["v"];
        if (version is null)
        {
            findings.Add(FindingTable.VersionMissing.With());
        }
        else if (version != "DKIM1")
        {
            findings.Add(FindingTable.WrongVersion.With(("version", PrintableText.Quote(version))));
        }
        else if (tags.Tags[0].Name != "v")
        {
            findings.Add(FindingTable.VersionNotFirst.With());
        }
    }

    private static void CheckUse(TagList tags, List<DkimFinding> findings)
    {
        // A list that is there has one item at least, and no empty one (RFC 6376 3.6.1).
        if (tags["h"] is { } hashes && !Permits(hashes, "sha256"))
        {
            findings.Add(FindingTable.HashNotPermitted.With(("hashes", PrintableText.Clean(hashes))));
        }

        if (tags["s"] is { } services && !Permits(services, "*", "email"))
        {
            findings.Add(FindingTable.ServiceNotPermitted.With(("services", PrintableText.Clean(services))));
        }

        if (ListIn(tags["t"]).Contains("y"))
        {
            findings.Add(FindingTable.TestMode.With());
        }
    }

    private static bool Permits(string list, params string[] wanted)
    {
        var items = ListIn(list);
        return !items.Contains("") && items.Any(wanted.Contains);
    }

    private static DkimPublicKey? ReadKey(TagList tags, List<DkimFinding> findings)
    {
        var type = tags["k"] ?? "rsa";
        if (type is not ("rsa" or "ed25519"))
        {
            findings.Add(FindingTable.UnknownKeyType.With(("type", PrintableText.Quote(type))));
            return null;
        }

        switch (tags["p"])
        {
            case null:
                findings.Add(FindingTable.KeyDataMissing.With());
                return null;
            case "":
                findings.Add(FindingTable.Revoked.With());
                return null;
            case var data:
                return Decode(type, data, findings);
        }
    }

    private static DkimPublicKey? Decode(string type, string data, List<DkimFinding> findings)
    {
        if (data.AsSpan().IndexOfAny(WhiteSpace) >= 0)
        {
            findings.Add(FindingTable.SpaceInKeyData.With());
        }

        try
        {
            var bytes = Convert.FromBase64String(data);
            var key = type == "rsa" ? DecodeRsa(bytes, findings) : DkimPublicKey.FromEd25519(bytes);
            if (key.Weakness() is { } weakness)
            {
                findings.Add(weakness);
            }

            return key;
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            var problem = exception is FormatException ? "it is not base64, or not all of it" : exception.Message;
            findings.Add(FindingTable.KeyDataBroken.With(("problem", problem)));
            return null;
        }
    }

    private static DkimPublicKey DecodeRsa(byte[] bytes, List<DkimFinding> findings)
    {
        if (!BeginsWithNumber(bytes))
        {
            return DkimPublicKey.FromSubjectPublicKeyInfo(bytes);
        }

        findings.Add(FindingTable.BareRsaKey.With());
        return DkimPublicKey.FromRsaPublicKey(bytes);
    }

    /// <summary>Whether the sequence holds numbers, as an RSAPublicKey does, and not an algorithm first.</summary>
    private static bool BeginsWithNumber(byte[] bytes)
    {
        try
        {
            var content = new AsnReader(bytes, AsnEncodingRules.DER).ReadSequence();
            return content.HasData && content.PeekTag() == Asn1Tag.Integer;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
