using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Rotation.Revealing;

/// <summary>Where retired private keys are published, and when.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Delay">The time between a key's retirement and its publication.</param>
internal sealed record RevealPolicy(string Folder, TimeSpan Delay)
{
    /// <summary>The policy, where its folder doesn't mix public and private files.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="delay">The delay.</param>
    /// <param name="privateFolders">The folders of keys and of the module's state.</param>
    /// <exception cref="InvalidInputException">The folder is in one of those, or contains it.</exception>
    public static RevealPolicy Of(string folder, TimeSpan delay, params string[] privateFolders) =>
        Array.Find(privateFolders, other => IsIn(folder, other) || IsIn(other, folder)) is { } mixed
            ? throw new InvalidInputException(FindingTable.RevealFolderPrivate.With(("path", folder), ("other", mixed)), folder)
            : new RevealPolicy(folder, delay);

    private static bool IsIn(string path, string folder) =>
        $"{ResolvedPath.Of(path).TrimEnd('/')}/".StartsWith($"{ResolvedPath.Of(folder).TrimEnd('/')}/", StringComparison.Ordinal);
}
