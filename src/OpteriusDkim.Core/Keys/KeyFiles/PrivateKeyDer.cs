using System.Formats.Asn1;
using System.Numerics;
using OpteriusDkim.Records;

namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>
/// Recognizes private keys in DER: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 A.1.2) or SEC 1 (RFC 5915), as OpenSSL reads them.
/// </summary>
internal static class PrivateKeyDer
{
    private const byte Attributes = 0xA0;
    private const byte EcParameters = 0xA0;
    private const int LongestVersion = 4;

    // A Mersenne prime: sums and products modulo it need no memory that would have to be wiped.
    private const ulong Check = (1UL << 61) - 1;

    /// <summary>PrivateKeyInfo ::= SEQUENCE { version, algorithm, OCTET STRING, attributes [0] OPTIONAL }.</summary>
    public static PrivateKeyFacts? OfPkcs8(ReadOnlySpan<byte> der)
    {
        if (!TryOpen(der, out var fields))
        {
            return null;
        }

        if (!fields.TryRead(Asn1Reader.Integer, out _)
            || !fields.TryRead(Asn1Reader.Sequence, out var algorithm)
            || !fields.TryRead(Asn1Reader.OctetString, out var key)
            || (!fields.IsAtEnd && !fields.TryRead(Attributes, out _))
            || !fields.IsAtEnd)
        {
            return null;
        }

        var parts = new Asn1Reader(algorithm, AsnEncodingRules.BER);
        return parts.TryRead(Asn1Reader.ObjectIdentifier, out var oid) ? OfAlgorithm(oid, key) : null;
    }

    /// <summary>RSAPrivateKey ::= SEQUENCE { version, n, e, d, p, q, dp, dq, qInv, otherPrimes OPTIONAL }.</summary>
    public static PrivateKeyFacts? OfRsa(ReadOnlySpan<byte> der, PrivateKeyKind kind = PrivateKeyKind.Rsa)
    {
        if (!TryOpen(der, out var numbers))
        {
            return null;
        }

        if (!numbers.TryRead(Asn1Reader.Integer, out var version) || version.Length > LongestVersion
            || !numbers.TryRead(Asn1Reader.Integer, out var n)
            || !numbers.TryRead(Asn1Reader.Integer, out _)
            || !numbers.TryRead(Asn1Reader.Integer, out _)
            || !numbers.TryRead(Asn1Reader.Integer, out var p)
            || !numbers.TryRead(Asn1Reader.Integer, out var q)
            || !numbers.TryRead(Asn1Reader.Integer, out _)
            || !numbers.TryRead(Asn1Reader.Integer, out _)
            || !numbers.TryRead(Asn1Reader.Integer, out _))
        {
            return null;
        }

        var isMultiPrime = version is [1];
        if (isMultiPrime ? !numbers.TryRead(Asn1Reader.Sequence, out var others) || others.IsEmpty : !numbers.IsAtEnd)
        {
            return null;
        }

        var halvesMatch = isMultiPrime || (ulong)((UInt128)Remainder(p) * Remainder(q) % Check) == Remainder(n);
        return new PrivateKeyFacts(kind, BitsOf(n), IsOdd(n) && IsOdd(p) && IsOdd(q), halvesMatch);
    }

    /// <summary>ECPrivateKey ::= SEQUENCE { version, OCTET STRING, parameters [0], ... }.</summary>
    public static PrivateKeyFacts? OfEc(ReadOnlySpan<byte> der)
    {
        if (!TryOpen(der, out var fields))
        {
            return null;
        }

        return fields.TryRead(Asn1Reader.Integer, out _)
            && fields.TryRead(Asn1Reader.OctetString, out _)
            && fields.TryRead(EcParameters, out _)
            ? new PrivateKeyFacts(PrivateKeyKind.Ec)
            : null;
    }

    /// <summary>DSAPrivateKey as OpenSSL writes it: SEQUENCE { version, p, q, g, public, private }.</summary>
    public static PrivateKeyFacts? OfDsa(ReadOnlySpan<byte> der)
    {
        if (!TryOpen(der, out var numbers))
        {
            return null;
        }

        var count = 0;
        while (numbers.TryRead(Asn1Reader.Integer, out _))
        {
            count++;
        }

        return count == 6 && numbers.IsAtEnd ? new PrivateKeyFacts(PrivateKeyKind.Dsa) : null;
    }

    /// <summary>Whether it is an EncryptedPrivateKeyInfo ::= SEQUENCE { algorithm, OCTET STRING }.</summary>
    public static bool IsEncrypted(ReadOnlySpan<byte> der)
    {
        if (!TryOpen(der, out var fields))
        {
            return false;
        }

        return fields.TryRead(Asn1Reader.Sequence, out _) && fields.TryRead(Asn1Reader.OctetString, out _) && fields.IsAtEnd;
    }

    /// <summary>A key in any of these forms, as in a DER file or in base64 without BEGIN and END lines.</summary>
    public static PrivateKeyFacts? OfAny(ReadOnlySpan<byte> der) => OfRsa(der) ?? OfPkcs8(der) ?? OfEc(der) ?? OfDsa(der);

    /// <summary>The RSAPrivateKey, or the seed of an Ed25519 key, in a DER that <see cref="OfAny"/> recognizes as such.</summary>
    public static ReadOnlySpan<byte> KeyIn(ReadOnlySpan<byte> der)
    {
        if (OfRsa(der) is not null)
        {
            return der;
        }

        TryOpen(der, out var fields);
        fields.TryRead(Asn1Reader.Integer, out _);
        fields.TryRead(Asn1Reader.Sequence, out _);
        fields.TryRead(Asn1Reader.OctetString, out var key);
        var inner = new Asn1Reader(key, AsnEncodingRules.BER);
        return inner.TryRead(Asn1Reader.OctetString, out var seed) ? seed : key;
    }

    /// <summary>The fields of a sequence.</summary>
    internal static bool TryOpen(ReadOnlySpan<byte> der, out Asn1Reader fields)
    {
        var outer = new Asn1Reader(der, AsnEncodingRules.BER);
        var isSequence = outer.TryRead(Asn1Reader.Sequence, out var body);
        fields = new Asn1Reader(body, AsnEncodingRules.BER);
        return isSequence;
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
        var inner = new Asn1Reader(key, AsnEncodingRules.BER);
        return inner.TryRead(Asn1Reader.OctetString, out var seed) && seed.Length == length ? new PrivateKeyFacts(kind) : null;
    }

    private static bool IsOdd(ReadOnlySpan<byte> number) => number is [.., var last] && (last & 1) == 1;

    /// <summary>OpenSSL reads these numbers as unsigned.</summary>
    private static int BitsOf(ReadOnlySpan<byte> number)
    {
        var digits = number.TrimStart((byte)0);
        return digits.IsEmpty ? 0 : (digits.Length * 8) - BitOperations.LeadingZeroCount((uint)digits[0]) + 24;
    }

    private static ulong Remainder(ReadOnlySpan<byte> number)
    {
        var sum = 0UL;
        foreach (var octet in number)
        {
            // 2^61 is 1 modulo the prime, so bits from there on are added to the lowest.
            sum = (((sum << 8) & Check) | octet) + (sum >> 53);
        }

        return sum % Check;
    }
}
