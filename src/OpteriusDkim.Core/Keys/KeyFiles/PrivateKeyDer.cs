using System.Numerics;
using OpteriusDkim.Records;

namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>
/// Tells what a DER private key is: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 A.1.2) or SEC 1 (RFC 5915), as OpenSSL reads them.
/// </summary>
internal static class PrivateKeyDer
{
    private const byte Attributes = 0xA0;
    private const byte OctetString = 0x04;
    private const byte EcParameters = 0xA0;
    private const int LongestVersion = 4;

    // A Mersenne prime: sums and products modulo it need no memory that would have to be wiped.
    private const ulong Check = (1UL << 61) - 1;

    /// <summary>PrivateKeyInfo ::= SEQUENCE { version, algorithm, OCTET STRING, attributes [0] OPTIONAL }.</summary>
    public static PrivateKeyFacts? OfPkcs8(ReadOnlySpan<byte> der)
    {
        var outer = new BerReader(der);
        if (!outer.TryRead(DerReader.Sequence, out var body))
        {
            return null;
        }

        var fields = new BerReader(body);
        if (!fields.TryRead(DerReader.Integer, out _)
            || !fields.TryRead(DerReader.Sequence, out var algorithm)
            || !fields.TryRead(OctetString, out var key)
            || (!fields.IsAtEnd && !fields.TryRead(Attributes, out _))
            || !fields.IsAtEnd)
        {
            return null;
        }

        var parts = new BerReader(algorithm);
        return parts.TryRead(DerReader.ObjectIdentifier, out var oid) ? OfAlgorithm(oid, key) : null;
    }

    /// <summary>RSAPrivateKey ::= SEQUENCE { version, n, e, d, p, q, dp, dq, qInv, otherPrimes OPTIONAL }.</summary>
    public static PrivateKeyFacts? OfRsa(ReadOnlySpan<byte> der, PrivateKeyKind kind = PrivateKeyKind.Rsa)
    {
        var outer = new BerReader(der);
        if (!outer.TryRead(DerReader.Sequence, out var body))
        {
            return null;
        }

        var numbers = new BerReader(body);
        if (!numbers.TryRead(DerReader.Integer, out var version) || version.Length > LongestVersion
            || !numbers.TryRead(DerReader.Integer, out var n)
            || !numbers.TryRead(DerReader.Integer, out _)
            || !numbers.TryRead(DerReader.Integer, out _)
            || !numbers.TryRead(DerReader.Integer, out var p)
            || !numbers.TryRead(DerReader.Integer, out var q)
            || !numbers.TryRead(DerReader.Integer, out _)
            || !numbers.TryRead(DerReader.Integer, out _)
            || !numbers.TryRead(DerReader.Integer, out _))
        {
            return null;
        }

        var isMultiPrime = version is [1];
        if (isMultiPrime ? !numbers.TryRead(DerReader.Sequence, out var others) || others.IsEmpty : !numbers.IsAtEnd)
        {
            return null;
        }

        var halvesMatch = isMultiPrime || (ulong)((UInt128)Remainder(p) * Remainder(q) % Check) == Remainder(n);
        return new PrivateKeyFacts(kind, BitsOf(n), IsOdd(n) && IsOdd(p) && IsOdd(q), halvesMatch);
    }

    /// <summary>ECPrivateKey ::= SEQUENCE { version, OCTET STRING, parameters [0], ... }.</summary>
    public static PrivateKeyFacts? OfEc(ReadOnlySpan<byte> der)
    {
        var outer = new BerReader(der);
        if (!outer.TryRead(DerReader.Sequence, out var body))
        {
            return null;
        }

        var fields = new BerReader(body);
        return fields.TryRead(DerReader.Integer, out _) && fields.TryRead(OctetString, out _) && fields.TryRead(EcParameters, out _)
            ? new PrivateKeyFacts(PrivateKeyKind.Ec)
            : null;
    }

    /// <summary>DSAPrivateKey as OpenSSL writes it: SEQUENCE { version, p, q, g, public, private }.</summary>
    public static PrivateKeyFacts? OfDsa(ReadOnlySpan<byte> der)
    {
        var outer = new BerReader(der);
        if (!outer.TryRead(DerReader.Sequence, out var body))
        {
            return null;
        }

        var numbers = new BerReader(body);
        var count = 0;
        while (numbers.TryRead(DerReader.Integer, out _))
        {
            count++;
        }

        return count == 6 && numbers.IsAtEnd ? new PrivateKeyFacts(PrivateKeyKind.Dsa) : null;
    }

    /// <summary>Whether it is an EncryptedPrivateKeyInfo ::= SEQUENCE { algorithm, OCTET STRING }.</summary>
    public static bool IsEncrypted(ReadOnlySpan<byte> der)
    {
        var outer = new BerReader(der);
        if (!outer.TryRead(DerReader.Sequence, out var body))
        {
            return false;
        }

        var fields = new BerReader(body);
        return fields.TryRead(DerReader.Sequence, out _) && fields.TryRead(OctetString, out _) && fields.IsAtEnd;
    }

    /// <summary>Any of the forms that a DER file or base64 without BEGIN and END lines may have.</summary>
    public static PrivateKeyFacts? OfAny(ReadOnlySpan<byte> der) => OfRsa(der) ?? OfPkcs8(der) ?? OfEc(der) ?? OfDsa(der);

    /// <summary>The RSAPrivateKey, or the seed of an Ed25519 key, in a DER that <see cref="OfAny"/> recognizes as such.</summary>
    public static ReadOnlySpan<byte> KeyIn(ReadOnlySpan<byte> der)
    {
        if (OfRsa(der) is not null)
        {
            return der;
        }

        var outer = new BerReader(der);
        outer.TryRead(DerReader.Sequence, out var body);
        var fields = new BerReader(body);
        fields.TryRead(DerReader.Integer, out _);
        fields.TryRead(DerReader.Sequence, out _);
        fields.TryRead(OctetString, out var key);
        var inner = new BerReader(key);
        return inner.TryRead(OctetString, out var seed) ? seed : key;
    }

    private static PrivateKeyFacts? OfAlgorithm(ReadOnlySpan<byte> oid, ReadOnlySpan<byte> key) => Convert.ToHexString(oid) switch
    {
        "2A864886F70D010101" => OfRsa(key),
        "2A864886F70D01010A" => OfRsa(key, PrivateKeyKind.RsaPss),
        "2A8648CE3D0201" => new PrivateKeyFacts(PrivateKeyKind.Ec),
        "2A8648CE380401" => new PrivateKeyFacts(PrivateKeyKind.Dsa),
        "2A864886F70D010301" or "2A8648CE3E0201" => new PrivateKeyFacts(PrivateKeyKind.Dh),
        "2B656E" => OfCurve(key, PrivateKeyKind.X25519, 32),
        "2B656F" => OfCurve(key, PrivateKeyKind.X448, 56),
        "2B6570" => OfCurve(key, PrivateKeyKind.Ed25519, 32),
        "2B6571" => OfCurve(key, PrivateKeyKind.Ed448, 57),
        _ => null,
    };

    private static PrivateKeyFacts? OfCurve(ReadOnlySpan<byte> key, PrivateKeyKind kind, int length)
    {
        var inner = new BerReader(key);
        return inner.TryRead(OctetString, out var seed) && seed.Length == length ? new PrivateKeyFacts(kind) : null;
    }

    private static bool IsOdd(ReadOnlySpan<byte> number) => number is [.., var last] && (last & 1) == 1;

    /// <summary>OpenSSL takes the sign of these numbers for a digit.</summary>
    private static int BitsOf(ReadOnlySpan<byte> number)
    {
        var digits = number.TrimStart((byte)0);
        return digits.IsEmpty ? 0 : (digits.Length * 8) - BitOperations.LeadingZeroCount((uint)digits[0]) + 24;
    }

    private static ulong Remainder(ReadOnlySpan<byte> number)
    {
        UInt128 sum = 0;
        foreach (var octet in number)
        {
            sum = ((sum << 8) | octet) % Check;
        }

        return (ulong)sum;
    }
}
