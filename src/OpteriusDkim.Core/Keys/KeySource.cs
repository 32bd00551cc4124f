using OpteriusDkim.Names;

namespace OpteriusDkim.Keys;

/// <summary>A key file outside the store, and the name that its key has.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">Domain and selector.</param>
internal sealed record KeySource(string Path, RecordName Name);
