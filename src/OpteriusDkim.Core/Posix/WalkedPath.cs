namespace OpteriusDkim.Posix;

/// <summary>What a path depends on, as the kernel follows it now.</summary>
/// <param name="Path">The path without links and dots; what doesn't exist is appended as written.</param>
/// <param name="Names">The links on the way and the last name, each as folder's identity, slash, name.</param>
/// <param name="Folders">The identities of the folders that it passes; the one that holds the file isn't among them, unless it is passed as
/// well.</param>
/// <param name="File">The identity of the file at its end; null where there is none.</param>
internal sealed record WalkedPath(string Path, IReadOnlyList<string> Names, IReadOnlyList<string> Folders, string? File);
