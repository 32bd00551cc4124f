namespace OpteriusDkim.Records;

/// <summary>Key types of drafts for post-quantum signatures, which no current verifier supports.</summary>
internal static class ExperimentalKeyType
{
    private static readonly string[] Families =
    [
        "mldsa", "slhdsa", "fndsa", "falcon", "dilithium", "sphincs", "xmss", "lms", "hss", "hawk", "mayo",
    ];

    // FIPS 204 table 2, FIPS 205 table 2 and the submission of Falcon: bytes of a public key.
    private static readonly (string Name, int Length)[] Lengths =
    [
        ("mldsa44", 1312), ("mldsa65", 1952), ("mldsa87", 2592), ("dilithium2", 1312), ("dilithium3", 1952), ("dilithium5", 2592),
        ("falcon512", 897), ("falcon1024", 1793), ("fndsa512", 897), ("fndsa1024", 1793),
        ("slhdsasha2128", 32), ("slhdsasha2192", 48), ("slhdsasha2256", 64), ("slhdsashake128", 32), ("slhdsashake192", 48),
        ("slhdsashake256", 64),
    ];

    /// <summary>Whether a key type is one of these.</summary>
    /// <param name="type">The value of k=.</param>
    public static bool IsOne(string type)
    {
        var name = Plain(type);
        return Array.Exists(Families, family => name.StartsWith(family, StringComparison.Ordinal));
    }

    /// <summary>The length of a public key of this type; null if unknown.</summary>
    /// <param name="type">The value of k=.</param>
    public static int? LengthOf(string type)
    {
        // Composite types, such as mldsa44-ed25519, have no fixed length.
        var name = Plain(type);
        foreach (var (known, length) in Lengths)
        {
            if (name == known
                || (name.StartsWith(known, StringComparison.Ordinal) && name.Length == known.Length + 1 && name[^1] is 's' or 'f'))
            {
                return length;
            }
        }

        return null;
    }

    /// <summary>Whether p= is a complete key of such a type.</summary>
    /// <param name="type">The value of k=.</param>
    /// <param name="data">The value of p=.</param>
    public static bool IsWhole(string type, string? data) =>
        data is not null && IsOne(type) && LengthOf(type) is { } length && LengthOf(data, length) == length;

    /// <summary>The number of bytes in base64 with white space; null if it is not base64.</summary>
    /// <param name="data">The base64.</param>
    /// <param name="expected">About how many there should be.</param>
    public static int? LengthOf(string data, int expected)
    {
        var buffer = new byte[Math.Max(expected, data.Length)];
        return Convert.TryFromBase64String(data, buffer, out var length) ? length : null;
    }

    private static string Plain(string type) =>
        string.Concat(type.Where(character => character is not ('-' or '_' or '.'))).ToLowerInvariant();
}
