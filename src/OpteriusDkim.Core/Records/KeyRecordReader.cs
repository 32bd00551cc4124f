using OpteriusDkim.Findings;
using OpteriusDkim.Records.Text;

namespace OpteriusDkim.Records;

/// <summary>Reads key records leniently, to explain them, and reports everything that a strict verifier may refuse.</summary>
internal static class KeyRecordReader
{
    private const int LongestKept = 1024;

    private static readonly string[] KnownNames = ["v", "k", "p", "h", "s", "t", "n", "g"];

    /// <summary>Reads any text as a record.</summary>
    /// <param name="text">The strings of the record joined with nothing between.</param>
    public static DkimKeyRecord Read(string text)
    {
        var findings = new List<DkimFinding>();
        var tags = TagList.Parse(ValueWrapping.Remove(UnusualCharacters.Replace(text, findings), findings));
        findings.AddRange(tags.Findings);
        CheckVersion(tags, findings);
        CheckNames(tags, findings);
        KeyUseReader.Check(tags, findings);
        var key = ReadKey(tags, findings);
        var clean = PrivateKeyText.RemoveFromTags(text, tags["p"], key is not null);
        if (clean != text)
        {
            return Read(clean);
        }

        if (text.Contains(PrivateKeyText.Removed, StringComparison.Ordinal))
        {
            findings.Add(FindingTable.PrivateKeyPublished.With());
        }

        CheckLength(text, findings);
        return new DkimKeyRecord(text, tags, key, findings);
    }

    private static void CheckVersion(TagList tags, List<DkimFinding> findings)
    {
        var version = tags["v"];
        if (version is null)
        {
            findings.Add(FindingTable.VersionMissing.With());
        }
        else if (version.StartsWith("DKIM1", StringComparison.Ordinal) && version.Contains('=', StringComparison.Ordinal))
        {
            findings.Add(FindingTable.SemicolonMissing.With(("value", PrintableText.Quote("v=" + version))));
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

    /// <summary>Reports the first tag name in capitals, and the first unknown one.</summary>
    private static void CheckNames(TagList tags, List<DkimFinding> findings)
    {
        var told = (Case: false, Unknown: false);
        foreach (var (name, _) in tags.Tags)
        {
            if (Array.IndexOf(KnownNames, name) >= 0)
            {
                continue;
            }
            else if (name.Length == 1 && Array.IndexOf(KnownNames, name.ToLowerInvariant()) >= 0)
            {
                if (!told.Case)
                {
                    findings.Add(FindingTable.TagNameCase.With(("tag", name), ("meant", name.ToLowerInvariant())));
                }

                told.Case = true;
            }
            else if (!told.Unknown)
            {
                findings.Add(FindingTable.UnknownTag.With(("tag", PrintableText.Shorten(name))));
                told.Unknown = true;
            }

            if (told is (true, true))
            {
                return;
            }
        }
    }

    private static DkimPublicKey? ReadKey(TagList tags, List<DkimFinding> findings)
    {
        var type = tags["k"] ?? "rsa";
        if (type is not ("rsa" or "ed25519"))
        {
            findings.Add(ExperimentalKeyType.IsOne(type)
                ? FindingTable.ExperimentalKeyType.With(("type", PrintableText.Shorten(type)))
                : FindingTable.UnknownKeyType.With(("type", PrintableText.Quote(type))));
        }

        switch (tags["p"])
        {
            case null:
                findings.Add(FindingTable.KeyDataMissing.With());
                return null;
            case "":
                findings.Add(FindingTable.Revoked.With());
                return null;
            case var data when data.Contains(PrivateKeyText.Removed, StringComparison.Ordinal):
                return null;
            case var data when ExperimentalKeyType.IsOne(type):
                CheckExperimental(type, data, findings);
                return null;
            case var data:
                return type is "rsa" or "ed25519" ? KeyDataReader.Read(type, data, findings) : null;
        }
    }

    private static void CheckExperimental(string type, string data, List<DkimFinding> findings)
    {
        if (ExperimentalKeyType.LengthOf(type) is not { } expected)
        {
            return;
        }

        var length = ExperimentalKeyType.LengthOf(data, expected);
        if (length != expected)
        {
            var actual = length is { } bytes ? $"this one has {bytes}" : "p= is not base64";
            findings.Add(FindingTable.KeyDataBroken.With(("problem", $"a key of type {type} has {expected} bytes, but {actual}")));
        }
    }

    private static void CheckLength(string text, List<DkimFinding> findings)
    {
        if (text.Length > LongestKept)
        {
            findings.Add(FindingTable.RecordLong.With(("length", text.Length), ("limit", LongestKept)));
        }
    }
}
