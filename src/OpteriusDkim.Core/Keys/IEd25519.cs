namespace OpteriusDkim.Keys;

/// <summary>Ed25519 (RFC 8032), which the class library doesn't have.</summary>
internal interface IEd25519
{
    /// <summary>Derives the public key.</summary>
    /// <param name="seed">The private key: 32 bytes.</param>
    /// <returns>The public key: 32 bytes.</returns>
    byte[] DerivePublicKey(ReadOnlySpan<byte> seed);
}
