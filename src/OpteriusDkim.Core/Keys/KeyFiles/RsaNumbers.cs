using System.Security.Cryptography;
using OpteriusDkim.Records;

namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>The numbers of an RSAPrivateKey (RFC 8017 A.1.2), read as leniently as OpenSSL reads them.</summary>
internal readonly ref struct RsaNumbers
{
    private readonly ReadOnlySpan<byte> d;
    private readonly ReadOnlySpan<byte> p;
    private readonly ReadOnlySpan<byte> q;
    private readonly ReadOnlySpan<byte> dp;
    private readonly ReadOnlySpan<byte> dq;
    private readonly ReadOnlySpan<byte> inverse;

    /// <summary>Reads them from a DER that PrivateKeyDer has recognized.</summary>
    public RsaNumbers(ReadOnlySpan<byte> der)
    {
        PrivateKeyDer.TryOpen(der, out var numbers);
        numbers.TryRead(Asn1Reader.Integer, out _);
        Modulus = Take(ref numbers);
        Exponent = Take(ref numbers);
        d = Take(ref numbers);
        p = Take(ref numbers);
        q = Take(ref numbers);
        dp = Take(ref numbers);
        dq = Take(ref numbers);
        inverse = Take(ref numbers);
    }

    /// <summary>The modulus, without leading zeros.</summary>
    public ReadOnlySpan<byte> Modulus { get; }

    /// <summary>The public exponent, without leading zeros.</summary>
    public ReadOnlySpan<byte> Exponent { get; }

    /// <summary>The key, ready to sign.</summary>
    /// <exception cref="CryptographicException">The numbers don't form a key.</exception>
    public RSA ToRsa()
    {
        var half = (Modulus.Length + 1) / 2;
        var parameters = new RSAParameters
        {
            Modulus = Modulus.ToArray(),
            Exponent = Exponent.ToArray(),
            D = Filled(d, Modulus.Length),
            P = Filled(p, half),
            Q = Filled(q, half),
            DP = Filled(dp, half),
            DQ = Filled(dq, half),
            InverseQ = Filled(inverse, half),
        };
        try
        {
            return RSA.Create(parameters);
        }
        finally
        {
            foreach (var secret in new[] { parameters.D, parameters.P, parameters.Q, parameters.DP, parameters.DQ, parameters.InverseQ })
            {
                CryptographicOperations.ZeroMemory(secret);
            }
        }
    }

    /// <summary>The next INTEGER as OpenSSL reads it, without leading zeros; empty if there is none.</summary>
    private static ReadOnlySpan<byte> Take(scoped ref Asn1Reader numbers) =>
        numbers.TryRead(Asn1Reader.Integer, out var number) ? number.TrimStart((byte)0) : default;

    private static byte[] Filled(ReadOnlySpan<byte> number, int length)
    {
        if (number.Length > length)
        {
            throw new CryptographicException();
        }

        var filled = new byte[length];
        number.CopyTo(filled.AsSpan(length - number.Length));
        return filled;
    }
}
