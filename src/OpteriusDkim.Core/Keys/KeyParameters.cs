namespace OpteriusDkim.Keys;

/// <summary>The algorithm and size of a new key.</summary>
/// <param name="Algorithm">Rsa or Ed25519.</param>
/// <param name="KeySize">Bits of an RSA key.</param>
internal sealed record KeyParameters(DkimKeyAlgorithm Algorithm, int KeySize);
