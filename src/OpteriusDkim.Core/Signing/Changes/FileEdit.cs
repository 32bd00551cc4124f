namespace OpteriusDkim.Signing.Changes;

/// <summary>A file's content before and after.</summary>
/// <param name="Path">Its path; where that is a link, its target is written.</param>
/// <param name="Before">Its bytes; null where there is none yet.</param>
/// <param name="After">What is written.</param>
internal sealed record FileEdit(string Path, ReadOnlyMemory<byte>? Before, ReadOnlyMemory<byte> After);
