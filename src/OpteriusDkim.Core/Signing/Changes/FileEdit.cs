namespace OpteriusDkim.Signing.Changes;

/// <summary>A file's content before and after.</summary>
/// <param name="Path">Its path. The target of a link is written.</param>
/// <param name="Before">Its present content; null for a new file.</param>
internal sealed record FileEdit(string Path, ReadOnlyMemory<byte>? Before, ReadOnlyMemory<byte> After);
