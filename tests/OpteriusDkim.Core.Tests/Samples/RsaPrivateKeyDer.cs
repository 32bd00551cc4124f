using System.Formats.Asn1;
using System.Security.Cryptography;

namespace OpteriusDkim.Tests;

/// <summary>RSAPrivateKey (RFC 8017 A.1.2) of arbitrary numbers.</summary>
internal static class RsaPrivateKeyDer
{
    public static byte[] Encode(RSAParameters numbers)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            foreach (var number in new[]
            {
                numbers.Modulus, numbers.Exponent, numbers.D, numbers.P, numbers.Q, numbers.DP, numbers.DQ, numbers.InverseQ,
            })
            {
                writer.WriteInteger(new System.Numerics.BigInteger(number, isUnsigned: true, isBigEndian: true));
            }
        }

        return writer.Encode();
    }
}
