namespace OpteriusDkim.Signing.Setup;

/// <summary>A file of a signer as it was read.</summary>
/// <param name="Content">Its bytes; null where there is no such file.</param>
internal sealed record SignerFile(string Path, ReadOnlyMemory<byte>? Content);
