namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>The algorithm of a private key, as OpenSSL names its kinds.</summary>
internal enum PrivateKeyKind
{
    Rsa,
    RsaPss,
    Ed25519,
    Ed448,
    X25519,
    X448,
    Ec,
    Dsa,
    Dh,
}
