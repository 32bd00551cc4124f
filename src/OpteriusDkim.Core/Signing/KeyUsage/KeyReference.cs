using OpteriusDkim.Keys;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.KeyUsage;

/// <summary>A place in a signer's configuration or tables that names a key file.</summary>
/// <param name="Path">The path, its dots resolved; in a template <c>*</c> stands for a part that is filled in for each message.</param>
internal sealed record KeyReference(string Path, string Source)
{
    /// <summary>Whose configuration or table it is.</summary>
    public SignerType Signer { get; init; }

    /// <summary>The domain that it signs for, where the place says so.</summary>
    public string? Domain { get; init; }

    /// <summary>The selector that it signs with, where the place says so.</summary>
    public string? Selector { get; init; }

    /// <summary>The path as written there, made absolute; <c>..</c>, <c>.</c> and links are still in it.</summary>
    public string Written { get; init; } = Path;

    /// <summary>The same as the store sees it.</summary>
    public KeyUse Use => new(Source, Domain, Selector);

    /// <summary>Whether a part of the path is filled in for each message.</summary>
    public bool IsTemplate => Path.Contains('*', StringComparison.Ordinal);

    /// <summary>Whether this place names a key file, by this name or another of the same file.</summary>
    public bool Names(string keyPath) =>
        Fits(Path, keyPath) || Fits(Resolved(Path), ResolvedPath.Of(keyPath));

    /// <summary>Whether the file, or one of the files that a template stands for, may lie in a folder or below it.</summary>
    /// <param name="folder">The folder, links followed.</param>
    internal bool LeadsInto(string folder)
    {
        var resolved = Resolved(Path);
        var wildcard = resolved.IndexOf('*', StringComparison.Ordinal);
        var known = wildcard < 0 ? resolved : resolved[..wildcard];
        var inside = folder.TrimEnd('/') + "/";
        return known.StartsWith(inside, StringComparison.Ordinal)
            || (wildcard >= 0 && inside.StartsWith(known, StringComparison.Ordinal));
    }

    /// <summary>Links before the first wildcard followed; behind it nobody knows which.</summary>
    private static string Resolved(string template)
    {
        var wildcard = template.IndexOf('*', StringComparison.Ordinal);
        var end = wildcard < 0 ? template.Length : template.LastIndexOf('/', wildcard);
        return end <= 0 ? template : ResolvedPath.Of(template[..end]) + template[end..];
    }

    private static bool Fits(string template, string path)
    {
        var parts = template.Split('*');
        if (!path.StartsWith(parts[0], StringComparison.Ordinal))
        {
            return false;
        }

        var at = parts[0].Length;
        foreach (var part in parts.AsSpan(1))
        {
            var found = path.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + part.Length;
        }

        return parts.Length > 1 ? path.EndsWith(parts[^1], StringComparison.Ordinal) : at == path.Length;
    }
}
