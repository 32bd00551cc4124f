using OpteriusDkim.Findings;

namespace OpteriusDkim.Records.WeakKeys;

/// <summary>
/// Finds known weaknesses of public keys. Results for recent keys are cached: a record is read again from
/// each server that has it, and a list of keys is read at each run of a pipeline.
/// </summary>
internal static class KeyWeaknesses
{
    // A power of two. A slot holds the most recent of the keys that share it.
    private const int Slots = 4096;

    private static readonly Entry?[] Remembered = new Entry?[Slots];

    private static readonly string[] Forgeable =
    [
        nameof(FindingTable.ExampleKey), nameof(FindingTable.ExponentInvalid), nameof(FindingTable.ModulusEven),
        nameof(FindingTable.ModulusFactored),
        nameof(FindingTable.PrimesClose), nameof(FindingTable.Ed25519PointUnsafe),
    ];

    /// <summary>The weaknesses of a key, its size first.</summary>
    /// <param name="key">The key.</param>
    public static IReadOnlyList<DkimFinding> Of(DkimPublicKey key)
    {
        ref var slot = ref Remembered[SlotOf(key.Bytes)];
        if (Volatile.Read(ref slot) is { } entry && entry.Key.Equals(key))
        {
            return entry.Findings;
        }

        var made = new Entry(key, Find(key));
        Volatile.Write(ref slot, made);
        return made.Findings;
    }

    /// <summary>The weaknesses of a key that isn't cached.</summary>
    /// <param name="key">The key.</param>
    internal static IReadOnlyList<DkimFinding> Find(DkimPublicKey key)
    {
        var findings = new List<DkimFinding>();
        if (key.Weakness() is { } size)
        {
            findings.Add(size);
        }

        if (ExampleKeys.SourceOf(key) is { } source)
        {
            findings.Add(FindingTable.ExampleKey.With(("source", source)));
        }

        findings.AddRange(key.Algorithm == DkimKeyAlgorithm.Rsa ? RsaWeaknesses.Of(key) : OfEd25519(key));
        return findings.Count == 0 ? [] : [.. findings];
    }

    /// <summary>Why anybody can sign with a key, because its private half is public or isn't needed; null if nobody can.</summary>
    /// <param name="key">The key.</param>
    public static DkimFinding? ForgeryOf(DkimPublicKey key) =>
        Of(key).FirstOrDefault(finding => Array.IndexOf(Forgeable, finding.Code) >= 0);

    private static IEnumerable<DkimFinding> OfEd25519(DkimPublicKey key) => Ed25519Point.ProblemOf(key.Bytes) is { } problem
        ? [FindingTable.Ed25519PointUnsafe.With(("problem", problem))]
        : [];

    private static int SlotOf(ReadOnlySpan<byte> bytes)
    {
        // Bytes of the modulus or point before the exponent, which differ between all properly generated keys.
        const int Exponent = 16;
        var middle = bytes.Length >= Exponent + sizeof(int) ? bytes.Length - Exponent - sizeof(int) : 0;
        return bytes.Length < sizeof(int) ? 0 : (int)(BitConverter.ToUInt32(bytes.Slice(middle, sizeof(int))) % Slots);
    }

    private sealed record Entry(DkimPublicKey Key, IReadOnlyList<DkimFinding> Findings);
}
