namespace OpteriusDkim;

/// <summary>What a key signs with.</summary>
public enum DkimKeyAlgorithm : long
{
    /// <summary>rsa-sha256 (RFC 6376 3.3.1): every verifier knows it.</summary>
    Rsa,

    /// <summary>ed25519-sha256 (RFC 8463): short records; not every verifier knows it yet, so beside an RSA key.</summary>
    Ed25519,
}
