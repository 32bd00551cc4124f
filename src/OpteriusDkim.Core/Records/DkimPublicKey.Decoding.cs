using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace OpteriusDkim.Records;

/// <content>Decoding without exceptions.</content>
internal sealed partial class DkimPublicKey
{
    private const string CutShort = "it is not a SubjectPublicKeyInfo, or is truncated";

    private static ReadOnlySpan<byte> RsaIdentifier => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];

    // RFC 8410 4.
    private static ReadOnlySpan<byte> Ed25519Identifier => [0x2B, 0x65, 0x70];

    /// <summary>An RSA key from a SubjectPublicKeyInfo.</summary>
    /// <param name="der">Its DER.</param>
    /// <param name="key">The key, or null.</param>
    /// <param name="problem">What it is instead, or null.</param>
    internal static bool TryReadSubjectPublicKeyInfo(
        ReadOnlySpan<byte> der, [NotNullWhen(true)] out DkimPublicKey? key, [NotNullWhen(false)] out string? problem)
    {
        key = null;
        problem = CutShort;
        if (!TryOpen(der, out var algorithm, out var parameters, out var bits))
        {
            return false;
        }

        if (!algorithm.SequenceEqual(RsaIdentifier))
        {
            problem = $"its algorithm is {ObjectIdentifier.NameOf(algorithm)} instead of RSA";
            return false;
        }

        if (!parameters.TryRead(Asn1Reader.Null, out var nothing) || !nothing.IsEmpty || !parameters.IsAtEnd)
        {
            return false;
        }

        if (bits.IsEmpty || bits[0] != 0)
        {
            problem = "its bit string has no whole bytes";
            return false;
        }

        if (!TryReadNumbers(bits[1..], out var modulus, out var exponent))
        {
            return false;
        }

        problem = ProblemOf(modulus, exponent);
        key = problem is null ? new DkimPublicKey(DkimKeyAlgorithm.Rsa, BitsOf(modulus), der.ToArray()) : null;
        return key is not null;
    }

    /// <summary>An RSA key from a bare RSAPublicKey (RFC 8017 A.1.1).</summary>
    /// <param name="der">Its DER.</param>
    /// <param name="key">The key, or null.</param>
    /// <param name="problem">What is wrong, or null.</param>
    internal static bool TryReadRsaPublicKey(
        ReadOnlySpan<byte> der, [NotNullWhen(true)] out DkimPublicKey? key, [NotNullWhen(false)] out string? problem)
    {
        key = null;
        problem = "it is not an RSA public key";
        if (!TryReadNumbers(der, out var modulus, out var exponent))
        {
            return false;
        }

        problem = ProblemOf(modulus, exponent);
        key = problem is null ? FromRsa(modulus, exponent) : null;
        return key is not null;
    }

    /// <summary>An Ed25519 key from a SubjectPublicKeyInfo (RFC 8410 4), which no record should have.</summary>
    /// <param name="der">Its DER.</param>
    /// <param name="key">The key, or null.</param>
    internal static bool TryReadEd25519Info(ReadOnlySpan<byte> der, [NotNullWhen(true)] out DkimPublicKey? key)
    {
        key = TryOpen(der, out var algorithm, out _, out var bits)
            && algorithm.SequenceEqual(Ed25519Identifier) && bits.Length == 1 + Ed25519Length && bits[0] == 0
            ? FromEd25519(bits[1..])
            : null;
        return key is not null;
    }

    /// <summary>Whether it is a sequence of numbers without an algorithm, as an RSAPublicKey is.</summary>
    /// <param name="der">The DER.</param>
    internal static bool BeginsWithNumber(ReadOnlySpan<byte> der) =>
        new Asn1Reader(der).TryRead(Asn1Reader.Sequence, out var content) && new Asn1Reader(content).Next == Asn1Reader.Integer;

    /// <summary>The numbers of an RSA key, the highest byte first and without leading zeros.</summary>
    internal void ReadRsaNumbers(out ReadOnlySpan<byte> modulus, out ReadOnlySpan<byte> exponent)
    {
        _ = TryOpen(bytes, out _, out _, out var bits) & TryReadNumbers(bits[1..], out modulus, out exponent);
        modulus = modulus.TrimStart((byte)0);
        exponent = exponent.TrimStart((byte)0);
    }

    /// <summary>The modulus of an RSA key.</summary>
    internal BigInteger Modulus
    {
        get
        {
            ReadRsaNumbers(out var modulus, out _);
            return new BigInteger(modulus, isUnsigned: true, isBigEndian: true);
        }
    }

    /// <summary>An identifier that is equal for keys with the same modulus or point.</summary>
    internal string Numbers
    {
        get
        {
            if (Algorithm != DkimKeyAlgorithm.Rsa)
            {
                return Base64;
            }

            ReadRsaNumbers(out var modulus, out _);
            return Convert.ToBase64String(modulus);
        }
    }

    /// <summary>Whether another key of the same algorithm has the same modulus, or the same point.</summary>
    internal bool HasSameNumbers(DkimPublicKey other)
    {
        if (Algorithm != DkimKeyAlgorithm.Rsa)
        {
            return Equals(other);
        }

        ReadRsaNumbers(out var modulus, out _);
        other.ReadRsaNumbers(out var otherModulus, out _);
        return modulus.SequenceEqual(otherModulus);
    }

    private static bool TryOpen(
        ReadOnlySpan<byte> der, out ReadOnlySpan<byte> algorithm, out Asn1Reader parameters, out ReadOnlySpan<byte> bits)
    {
        algorithm = bits = default;
        parameters = default;
        var outer = new Asn1Reader(der);
        if (!outer.TryRead(Asn1Reader.Sequence, out var content) || !outer.IsAtEnd)
        {
            return false;
        }

        var info = new Asn1Reader(content);
        if (!info.TryRead(Asn1Reader.Sequence, out var identifier))
        {
            return false;
        }

        parameters = new Asn1Reader(identifier);
        return parameters.TryRead(Asn1Reader.ObjectIdentifier, out algorithm)
            && info.TryRead(Asn1Reader.BitString, out bits)
            && info.IsAtEnd;
    }

    private static bool TryReadNumbers(ReadOnlySpan<byte> der, out ReadOnlySpan<byte> modulus, out ReadOnlySpan<byte> exponent)
    {
        modulus = exponent = default;
        var outer = new Asn1Reader(der);
        if (!outer.TryRead(Asn1Reader.Sequence, out var content) || !outer.IsAtEnd)
        {
            return false;
        }

        var numbers = new Asn1Reader(content);
        return numbers.TryReadInteger(out modulus) && numbers.TryReadInteger(out exponent) && numbers.IsAtEnd;
    }
}
