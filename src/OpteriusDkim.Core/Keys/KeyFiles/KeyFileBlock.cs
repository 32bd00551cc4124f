namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>A PEM block of a key file, read more leniently than by any signer.</summary>
/// <param name="Label">The label of its BEGIN line.</param>
/// <param name="Der">The decoded content; null if it is damaged or encrypted.</param>
/// <param name="IsEncrypted">Whether a passphrase is needed.</param>
internal sealed record KeyFileBlock(string Label, byte[]? Der, bool IsEncrypted)
{
    /// <summary>Whether its label is that of a private key.</summary>
    public bool IsPrivate => Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal);
}
