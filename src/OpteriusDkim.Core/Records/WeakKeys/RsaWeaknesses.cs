using System.Buffers.Binary;
using System.Numerics;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Records.WeakKeys;

/// <summary>Finds weaknesses of the two numbers of an RSA key.</summary>
internal static class RsaWeaknesses
{
    private const int LargestModulus = 16384;

    // Bleichenbacher's forgery needs a small exponent: it is not possible above this one.
    private const int SmallExponents = 16;

    /// <summary>The weaknesses of a key.</summary>
    /// <param name="key">An RSA key.</param>
    public static IEnumerable<DkimFinding> Of(DkimPublicKey key)
    {
        key.ReadRsaNumbers(out var modulus, out var exponent);
        var findings = new List<DkimFinding>();
        if (!exponent.SequenceEqual<byte>([1, 0, 1]) && OfExponent(exponent, modulus) is { } unusual)
        {
            findings.Add(unusual);
        }

        if (OfModulus(modulus) is { } weak)
        {
            findings.Add(weak);
        }

        return findings;
    }

    private static DkimFinding? OfExponent(ReadOnlySpan<byte> exponent, ReadOnlySpan<byte> modulus)
    {
        var e = new BigInteger(exponent, isUnsigned: true, isBigEndian: true);
        var shown = exponent.Length <= 16
            ? e.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : $"a number of {e.GetBitLength()} bits";
        return true switch
        {
            _ when e < 3 => Invalid("anyone can sign with it"),
            _ when e.IsEven => Invalid("an RSA key needs an odd exponent"),
            _ when e >= new BigInteger(modulus, isUnsigned: true, isBigEndian: true) =>
                Invalid("an RSA key needs an exponent smaller than the modulus"),
            _ when e <= SmallExponents => FindingTable.ExponentSmall.With(("exponent", shown)),
            _ when e > uint.MaxValue => FindingTable.ExponentLarge.With(("exponent", shown)),
            _ => null,
        };

        DkimFinding Invalid(string reason) => FindingTable.ExponentInvalid.With(("exponent", shown), ("reason", reason));
    }

    private static DkimFinding? OfModulus(ReadOnlySpan<byte> modulus)
    {
        if ((modulus[^1] & 1) == 0)
        {
            return FindingTable.ModulusEven.With();
        }

        if (modulus.Length > LargestModulus / 8)
        {
            return null;
        }

        Span<ulong> words = stackalloc ulong[(modulus.Length + sizeof(ulong) - 1) / sizeof(ulong)];
        ToWords(modulus, words);
        Span<ulong> remainders = stackalloc ulong[SmallPrimes.Count];
        SmallPrimes.Divide(words, remainders);
        if (SmallPrimes.FactorIn(remainders) is { } factor)
        {
            return FindingTable.ModulusFactored.With(("factor", factor));
        }

        if (RocaFingerprint.Matches(remainders, words.Length))
        {
            return FindingTable.RocaKey.With();
        }

        return FermatFactors.In(words) ? FindingTable.PrimesClose.With() : null;
    }

    private static void ToWords(ReadOnlySpan<byte> number, Span<ulong> words)
    {
        for (var at = 0; at < words.Length - 1; at++)
        {
            words[at] = BinaryPrimitives.ReadUInt64BigEndian(number[^sizeof(ulong)..]);
            number = number[..^sizeof(ulong)];
        }

        Span<byte> first = stackalloc byte[sizeof(ulong)];
        first.Clear();
        number.CopyTo(first[^number.Length..]);
        words[^1] = BinaryPrimitives.ReadUInt64BigEndian(first);
    }
}
