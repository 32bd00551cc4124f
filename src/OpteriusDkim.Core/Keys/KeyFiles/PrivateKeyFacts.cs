namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>Properties of a private key. None of them is secret.</summary>
/// <param name="Kind">The algorithm.</param>
/// <param name="Bits">Size of an RSA modulus; 0 for others.</param>
/// <param name="CanSign">Whether OpenSSL can sign with it. It can't if the modulus or a prime is even or 0.</param>
/// <param name="HalvesMatch">Whether the primes of an RSA key belong to its modulus; signatures don't verify otherwise.</param>
internal sealed record PrivateKeyFacts(PrivateKeyKind Kind, int Bits = 0, bool CanSign = true, bool HalvesMatch = true)
{
    public bool IsRsa => Kind is PrivateKeyKind.Rsa or PrivateKeyKind.RsaPss;

    /// <summary>The size as the daemons count it: whole bytes.</summary>
    public int RoundedBits => (Bits + 7) / 8 * 8;

    /// <summary>Its name in messages.</summary>
    public string Name => Kind switch
    {
        PrivateKeyKind.Rsa => "RSA",
        PrivateKeyKind.RsaPss => "RSA-PSS",
        PrivateKeyKind.Ec => "EC (ECDSA)",
        _ => Kind.ToString(),
    };
}
