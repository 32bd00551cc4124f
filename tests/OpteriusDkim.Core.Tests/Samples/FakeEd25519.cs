using System.Security.Cryptography;

namespace OpteriusDkim.Tests;

/// <summary>Another function from 32 bytes to 32 bytes: what is tested here doesn't sign.</summary>
internal sealed class FakeEd25519 : IEd25519
{
    public byte[] DerivePublicKey(ReadOnlySpan<byte> seed)
    {
        Assert.Equal(32, seed.Length);
        return SHA256.HashData(seed);
    }
}
