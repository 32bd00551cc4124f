using System.Security.Cryptography;

namespace OpteriusDkim.Tests;

/// <summary>A substitute mapping of 32 bytes to curve points, for tests that don't sign.</summary>
internal sealed class FakeEd25519 : IEd25519
{
    public byte[] DerivePublicKey(ReadOnlySpan<byte> seed)
    {
        Assert.Equal(32, seed.Length);
        var point = SHA256.HashData(seed);
        while (Ed25519Point.ProblemOf(point) is not null)
        {
            point = SHA256.HashData(point);
        }

        return point;
    }
}
