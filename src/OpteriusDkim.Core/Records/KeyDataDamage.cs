using OpteriusDkim.Findings;

namespace OpteriusDkim.Records;

/// <summary>Detects how the base64 of an RSA key was damaged, as far as the data itself proves it.</summary>
internal static class KeyDataDamage
{
    // The length of a key of 16,384 bits; longer data isn't searched.
    private const int Longest = 4096;

    /// <summary>The damage, and the key if it can be restored; null if the data doesn't show any.</summary>
    /// <param name="text">The base64, without white space.</param>
    public static (FindingRule Rule, DkimPublicKey? Key)? Find(string text)
    {
        if (text.Length is < 16 or > Longest)
        {
            return null;
        }

        if (WithoutRepetition(text) is { } single)
        {
            return (FindingTable.KeyPartRepeated, single);
        }

        if (InOrder(text) is { } ordered)
        {
            return (FindingTable.KeyPartsSwapped, ordered);
        }

        return CharactersAnnounced(text) > text.Length && EndsWithExponent(text) ? (FindingTable.KeyPartMissing, null) : null;
    }

    /// <summary>The data with + in place of spaces, if only that gives a key; otherwise null.</summary>
    /// <param name="data">The value of p=.</param>
    public static string? RestorePlus(string data)
    {
        if (!data.Contains(' ', StringComparison.Ordinal) || data.Length > Longest)
        {
            return null;
        }

        var restored = data.Replace(' ', '+');
        return KeyIn(data.Replace(" ", "", StringComparison.Ordinal)) is null && KeyIn(restored) is not null ? restored : null;
    }

    /// <summary>The key, if a part of it, or all of it, was published twice in a row.</summary>
    private static DkimPublicKey? WithoutRepetition(string text)
    {
        var more = text.Length - CharactersAnnounced(text);
        if (more <= 0 || more == text.Length)
        {
            return null;
        }

        for (var at = 0; at + (2 * more) <= text.Length; at++)
        {
            if (text.AsSpan(at, more).SequenceEqual(text.AsSpan(at + more, more)) && KeyIn(text.Remove(at, more)) is { } key)
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>The key, if its first part comes last.</summary>
    private static DkimPublicKey? InOrder(string text)
    {
        const int Most = 16;
        var at = 0;
        for (var tries = 0; tries < Most && (at = text.IndexOf('M', at + 1)) > 0; tries++)
        {
            // SubjectPublicKeyInfo of at least 512 bits: lengths of one, two or three bytes.
            while (at > 0 && !text.AsSpan(at).StartsWith("MII") && !text.AsSpan(at).StartsWith("MIG") && !text.AsSpan(at).StartsWith("MFw"))
            {
                at = text.IndexOf('M', at + 1);
            }

            if (at < 0)
            {
                return null;
            }

            var ordered = text[at..].TrimEnd('=') + text[..at];
            if (KeyIn(ordered) is { } key)
            {
                return key;
            }
        }

        return null;
    }

    private static DkimPublicKey? KeyIn(string text)
    {
        var padded = text.Trim().TrimEnd('=');
        padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length)
            && DkimPublicKey.TryReadSubjectPublicKeyInfo(bytes.AsSpan(0, length), out var key, out _)
            ? key
            : null;
    }

    /// <summary>The length in base64 characters according to the DER header; 0 without a header.</summary>
    private static int CharactersAnnounced(string text)
    {
        Span<byte> header = stackalloc byte[9];
        return text[0] == 'M'
            && Convert.TryFromBase64Chars(text.AsSpan(0, 12), header, out var length)
            && Asn1Reader.LengthOfFirst(header[..length]) is > 0 and < Longest and var bytes
            ? (int)((bytes + 2) / 3 * 4)
            : 0;
    }

    /// <summary>Whether the data ends with the exponent 65537, in one of its three base64 alignments.</summary>
    private static bool EndsWithExponent(string text)
    {
        var end = text.AsSpan().TrimEnd('=');
        return end.EndsWith("IDAQAB") || end.EndsWith("AgMBAAE") || end.EndsWith("AwEAAQ");
    }
}
