using Org.BouncyCastle.Math.EC.Rfc8032;

namespace OpteriusDkim;

/// <summary>Ed25519 by BouncyCastle.</summary>
internal sealed class BouncyCastleEd25519 : IEd25519
{
    public byte[] DerivePublicKey(ReadOnlySpan<byte> seed)
    {
        var publicKey = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(seed, publicKey);
        return publicKey;
    }
}
