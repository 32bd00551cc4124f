namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>A PEM block of a key file as this module reads it, which is more than any signer tolerates.</summary>
/// <param name="Label">What its BEGIN line names.</param>
/// <param name="Der">The decoded content; null where it is damaged or encrypted.</param>
/// <param name="IsEncrypted">Whether a passphrase is needed.</param>
internal sealed record KeyFileBlock(string Label, byte[]? Der, bool IsEncrypted)
{
    /// <summary>Whether it is meant as a private key.</summary>
    public bool IsPrivate => Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal);
}
