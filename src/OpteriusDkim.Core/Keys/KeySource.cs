using OpteriusDkim.Names;

namespace OpteriusDkim.Keys;

/// <summary>A key file outside the store, and its key's name.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">Domain and selector.</param>
internal sealed record KeySource(string Path, RecordName Name);
