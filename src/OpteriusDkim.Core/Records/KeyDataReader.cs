using System.Buffers;
using OpteriusDkim.Findings;
using OpteriusDkim.Records.WeakKeys;

namespace OpteriusDkim.Records;

/// <summary>
/// Reads <c>p=</c>: base64 of a SubjectPublicKeyInfo for RSA, of 32 bytes for Ed25519. Text that doesn't belong there is
/// removed and reported, so that a key is found if possible.
/// </summary>
internal static class KeyDataReader
{
    private const string Ed25519 = "ed25519";
    private const string NotBase64 = "it is not base64, or not all of it";

    public static DkimPublicKey? Read(string type, string data, List<DkimFinding> findings)
    {
        var text = KeyDataText.Clean(data, findings);
        var buffer = ArrayPool<byte>.Shared.Rent((text.Length / 4 * 3) + 3);
        try
        {
            var before = findings.Count;
            var key = TryDecode(text, buffer, findings, out var length)
                ? ReadKey(type, text.Length, buffer.AsSpan(0, length), findings)
                : null;
            return key ?? Explain(type, text, before, findings);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Replaces the general finding about data without a key by what happened to it, where the data proves that.</summary>
    private static DkimPublicKey? Explain(string type, string text, int before, List<DkimFinding> findings)
    {
        if (type == Ed25519 || KeyDataDamage.Find(text) is not { } damage)
        {
            return null;
        }

        findings.RemoveRange(before, findings.Count - before);
        findings.Add(damage.Rule.With());
        return damage.Key is { } key ? Assess(type, key, findings) : null;
    }

    private static bool TryDecode(string text, Span<byte> buffer, List<DkimFinding> findings, out int length)
    {
        if (Convert.TryFromBase64Chars(text, buffer, out length))
        {
            return true;
        }

        // Whole groups decode by themselves: enough to distinguish a key that was cut from what never was one.
        var whole = text.Length / 4 * 4;
        var padding = text.Length - whole;
        if (padding > 1 && !text.EndsWith('=') && Convert.TryFromBase64Chars(text.PadRight(whole + 4, '='), buffer, out length)
            && (length == DkimPublicKey.Ed25519Length || length == Asn1Reader.LengthOfFirst(buffer[..length])))
        {
            findings.Add(FindingTable.PaddingMissing.With(("padding", new string('=', 4 - padding))));
            return true;
        }

        if (padding > 0
            && whole > 0
            && Convert.TryFromBase64Chars(text.AsSpan(0, whole), buffer, out length)
            && TellCut(text.Length, buffer[..length], findings))
        {
            return false;
        }

        var problem = text.AsSpan().ContainsAny('-', '_') ? "it is base64url, which uses - and _ instead of + and /" : NotBase64;
        findings.Add(FindingTable.KeyDataBroken.With(("problem", problem)));
        return false;
    }

    private static DkimPublicKey? ReadKey(string type, int characters, ReadOnlySpan<byte> bytes, List<DkimFinding> findings)
    {
        string? problem = null;
        DkimPublicKey? key;
        if (bytes.Length == DkimPublicKey.Ed25519Length && bytes[0] != Asn1Reader.Sequence)
        {
            key = DkimPublicKey.FromEd25519(bytes);
        }
        else if (DkimPublicKey.TryReadEd25519Info(bytes, out key))
        {
            if (type == Ed25519)
            {
                findings.Add(FindingTable.Ed25519AsInfo.With());
            }
        }
        else if (DkimPublicKey.BeginsWithNumber(bytes))
        {
            if (DkimPublicKey.TryReadRsaPublicKey(bytes, out key, out problem) && type != Ed25519)
            {
                findings.Add(FindingTable.BareRsaKey.With());
            }
        }
        else if (type == Ed25519 && bytes.Length == DkimPublicKey.Ed25519Length)
        {
            key = DkimPublicKey.FromEd25519(bytes);
        }
        else
        {
            _ = DkimPublicKey.TryReadSubjectPublicKeyInfo(bytes, out key, out problem);
        }

        return key is not null ? Assess(type, key, findings) : ReportProblem(type, characters, bytes, problem, findings);
    }

    private static DkimPublicKey Assess(string type, DkimPublicKey key, List<DkimFinding> findings)
    {
        var actual = key.Algorithm == DkimKeyAlgorithm.Rsa ? "rsa" : Ed25519;
        if (actual != type)
        {
            findings.Add(FindingTable.KeyTypeMismatch.With(
                ("actual", key.Algorithm == DkimKeyAlgorithm.Rsa ? "RSA" : "Ed25519"), ("type", type), ("right", actual)));
        }

        findings.AddRange(KeyWeaknesses.Of(key));
        return key;
    }

    private static DkimPublicKey? ReportProblem(
        string type, int characters, ReadOnlySpan<byte> bytes, string? problem, List<DkimFinding> findings)
    {
        if (!TellCut(characters, bytes, findings))
        {
            findings.Add(FindingTable.KeyDataBroken.With(("problem", (type, problem, Asn1Reader.LengthOfFirst(bytes)) switch
            {
                (Ed25519, _, _) => $"an Ed25519 key has {DkimPublicKey.Ed25519Length} bytes, but this one has {bytes.Length}",
                (_, _, > 0 and var announced) when announced < bytes.Length => $"{bytes.Length - announced} bytes follow the key",
                _ => problem,
            })));
        }

        return null;
    }

    /// <summary>Tells of a key that announces more bytes than there are, as far as a key can have so many.</summary>
    private static bool TellCut(int characters, ReadOnlySpan<byte> bytes, List<DkimFinding> findings)
    {
        const int Longest = 4096;
        var announced = bytes.Length > 0 && bytes[0] == Asn1Reader.Sequence ? Asn1Reader.LengthOfFirst(bytes) : 0;
        if (announced <= bytes.Length || announced > Longest)
        {
            return false;
        }

        findings.Add(FindingTable.KeyDataCut.With(("have", characters), ("whole", (announced + 2) / 3 * 4)));
        return true;
    }
}
