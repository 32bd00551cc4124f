namespace OpteriusDkim.Keys;

/// <summary>What key to make.</summary>
/// <param name="Algorithm">Rsa or Ed25519.</param>
/// <param name="KeySize">Bits of an RSA key.</param>
internal sealed record KeyParameters(DkimKeyAlgorithm Algorithm, int KeySize);
