namespace OpteriusDkim.Signing.Setup;

/// <summary>A file of a signer with the content that was read.</summary>
/// <param name="Content">Its bytes; null if it is missing.</param>
internal sealed record SignerFile(string Path, ReadOnlyMemory<byte>? Content);
