namespace OpteriusDkim;

/// <summary>The algorithm of a key.</summary>
public enum DkimKeyAlgorithm : long
{
    /// <summary>rsa-sha256 (RFC 6376 3.3.1), which every verifier supports.</summary>
    Rsa,

    /// <summary>ed25519-sha256 (RFC 8463): short records, but limited verifier support: use it together with an RSA key.</summary>
    Ed25519,
}
