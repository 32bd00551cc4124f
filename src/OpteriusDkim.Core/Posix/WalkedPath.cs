namespace OpteriusDkim.Posix;

/// <summary>The result of resolving a path, with the files and folders on which it depends.</summary>
/// <param name="Path">The path without links and dots. Parts that don't exist are appended as written.</param>
/// <param name="Names">The links in the path and the last name, each as identity of its folder, slash, name.</param>
/// <param name="Folders">The identities of the folders that it passes through, without the file's own folder unless passed through
/// as well.</param>
/// <param name="File">The identity of the file; null if it doesn't exist.</param>
internal sealed record WalkedPath(string Path, IReadOnlyList<string> Names, IReadOnlyList<string> Folders, string? File);
