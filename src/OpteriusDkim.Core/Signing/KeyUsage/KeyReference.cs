using OpteriusDkim.Keys;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.KeyUsage;

/// <summary>A place in a signer's configuration or tables that names a key file.</summary>
/// <param name="Path">The path without <c>.</c> and <c>..</c>; in a template <c>*</c> stands for a part that varies.</param>
internal sealed record KeyReference(string Path, string Source)
{
    public SignerType Signer { get; init; }

    /// <summary>The domain that it signs for, if the place contains it.</summary>
    public string? Domain { get; init; }

    /// <summary>The selector that it signs with, if the place contains it.</summary>
    public string? Selector { get; init; }

    /// <summary>The path as written, made absolute, with <c>..</c>, <c>.</c> and links unresolved.</summary>
    public string Written { get; init; } = Path;

    /// <summary>The reference in the form that the store uses.</summary>
    public KeyUse Use => new(Source, Domain, Selector);

    /// <summary>Whether a part of the path depends on the message.</summary>
    public bool IsTemplate => Path.Contains('*', StringComparison.Ordinal);

    /// <summary>Whether it names a key file, by this path or a link.</summary>
    public bool Names(string keyPath) =>
        Matches(Path, keyPath) || Matches(Resolved(Path), ResolvedPath.Of(keyPath));

    /// <summary>Whether the file, or a file that matches the template, may be in a folder or below it.</summary>
    /// <param name="folder">The folder with links resolved.</param>
    internal bool LeadsInto(string folder)
    {
        var resolved = Resolved(Path);
        var wildcard = resolved.IndexOf('*', StringComparison.Ordinal);
        var known = wildcard < 0 ? resolved : resolved[..wildcard];
        var inside = folder.TrimEnd('/') + "/";
        return known.StartsWith(inside, StringComparison.Ordinal)
            || (wildcard >= 0 && inside.StartsWith(known, StringComparison.Ordinal));
    }

    /// <summary>Resolves links before the first wildcard.</summary>
    private static string Resolved(string template)
    {
        var wildcard = template.IndexOf('*', StringComparison.Ordinal);
        var end = wildcard < 0 ? template.Length : template.LastIndexOf('/', wildcard);
        return end <= 0 ? template : ResolvedPath.Of(template[..end]) + template[end..];
    }

    private static bool Matches(string template, string path)
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
