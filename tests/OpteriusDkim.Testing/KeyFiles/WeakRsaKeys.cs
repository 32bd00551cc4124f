using System.Numerics;
using System.Security.Cryptography;

namespace OpteriusDkim;

/// <summary>RSA keys with known weaknesses, generated as by the faulty programs.</summary>
public static class WeakRsaKeys
{
    private static readonly BigInteger Exponent = 65537;

    /// <summary>Two close primes: the second is the next prime after the first plus a distance.</summary>
    public static (BigInteger First, BigInteger Second) ClosePrimes(int bits, BigInteger distance)
    {
        var first = NextPrime(Random(bits / 2) | (new BigInteger(3) << ((bits / 2) - 2)));
        return (first, NextPrime(first + distance));
    }

    /// <summary>Numbers like those of <see cref="ClosePrimes"/>, but only without small factors, since long primes take seconds.</summary>
    public static (BigInteger First, BigInteger Second) CloseFactors(int bits, BigInteger distance)
    {
        var first = Next(Random(bits / 2) | (new BigInteger(3) << ((bits / 2) - 2)), HasNoSmallFactor);
        return (first, Next(first + distance, HasNoSmallFactor));
    }

    /// <summary>
    /// Two primes of the form k * M + (65537^a mod M) of RSALib, where M is the product of the first primes (Nemec and others, 2017, table
    /// 1).
    /// </summary>
    public static (BigInteger First, BigInteger Second) RocaPrimes(int bits)
    {
        var product = Enumerable.Range(2, 1000).Where(IsSmallPrime).Take(bits < 992 ? 39 : bits < 1984 ? 71 : 126)
            .Aggregate(BigInteger.One, (all, prime) => all * prime);
        return (RocaPrime(bits / 2, product), RocaPrime(bits / 2, product));
    }

    /// <summary>The key of two primes as PEM of PKCS#8.</summary>
    public static string Pem((BigInteger First, BigInteger Second) primes)
    {
        var (first, second) = primes;
        var bytes = (int)((first * second).GetBitLength() + 7) / 8;
        var secret = Inverse(Exponent, (first - 1) * (second - 1));
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = Bytes(first * second, bytes),
            Exponent = [1, 0, 1],
            D = Bytes(secret, bytes),
            P = Bytes(first, (bytes + 1) / 2),
            Q = Bytes(second, (bytes + 1) / 2),
            DP = Bytes(secret % (first - 1), (bytes + 1) / 2),
            DQ = Bytes(secret % (second - 1), (bytes + 1) / 2),
            InverseQ = Bytes(Inverse(second, first), (bytes + 1) / 2),
        });
        return rsa.ExportPkcs8PrivateKeyPem() + "\n";
    }

    private static BigInteger RocaPrime(int bits, BigInteger product)
    {
        while (true)
        {
            var rest = BigInteger.ModPow(Exponent, Random(bits) % product, product);
            var factor = (Random(bits) | (new BigInteger(3) << (bits - 2))) / product;
            var candidate = (factor * product) + rest;
            if (candidate.GetBitLength() == bits && IsPrime(candidate))
            {
                return candidate;
            }
        }
    }

    private static BigInteger NextPrime(BigInteger number) =>
        Next(number, candidate => IsPrime(candidate) && !((candidate - 1) % Exponent).IsZero);

    private static BigInteger Next(BigInteger number, Func<BigInteger, bool> isWanted)
    {
        for (number |= 1; !isWanted(number); number += 2)
        {
        }

        return number;
    }

    private static bool IsPrime(BigInteger number) => HasNoSmallFactor(number) && BigInteger.ModPow(2, number - 1, number).IsOne;

    private static bool HasNoSmallFactor(BigInteger number) => Enumerable.Range(3, 1000).All(divisor => !(number % divisor).IsZero);

    private static bool IsSmallPrime(int number) => Enumerable.Range(2, number - 2).All(divisor => number % divisor != 0);

    private static BigInteger Inverse(BigInteger number, BigInteger modulus)
    {
        var (previous, current, rest, next) = (BigInteger.Zero, BigInteger.One, modulus, number % modulus);
        while (!next.IsZero)
        {
            var quotient = rest / next;
            (previous, current, rest, next) = (current, previous - (quotient * current), next, rest - (quotient * next));
        }

        return ((previous % modulus) + modulus) % modulus;
    }

    private static BigInteger Random(int bits) => new(RandomNumberGenerator.GetBytes(bits / 8), isUnsigned: true);

    private static byte[] Bytes(BigInteger number, int length)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[length - bytes.Length], .. bytes];
    }
}
