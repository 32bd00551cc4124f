using System.Buffers;

namespace OpteriusDkim;

/// <summary>An entry of a SigningTable: a pattern, the name of a key, and perhaps an <c>i=</c> behind a colon.</summary>
/// <param name="Index">Which line it is.</param>
/// <param name="Pattern">The first field.</param>
/// <param name="Value">The rest; null where there is none at all.</param>
/// <param name="Kind">What the pattern is about.</param>
/// <param name="Host">The lower-case host that it is about; empty for <see cref="OpenDkimPatternKind.Other"/>.</param>
internal sealed record OpenDkimSigningLine(int Index, string Pattern, string? Value, OpenDkimPatternKind Kind, string Host)
{
    private static readonly SearchValues<char> Special = SearchValues.Create("[](){}?|^$\\*");
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>The name of the key; empty where it is missing.</summary>
    public string KeyName => Value is null ? "" : Value.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? Value[..colon] : Value;

    /// <summary>Whether its key is named by the sender's domain.</summary>
    public bool IsTemplate => KeyName == "%";

    public static OpenDkimSigningLine Of(int index, string pattern, string? value, bool hasPatterns)
    {
        var lower = pattern.ToLowerInvariant();
        var (kind, host) = hasPatterns ? KindOfPattern(lower) : KindOfName(lower);
        return new OpenDkimSigningLine(index, pattern, value, kind, host);
    }

    /// <summary>Under refile: <c>*@host</c>, <c>*@*.host</c>, <c>user@host</c>, and everything else.</summary>
    private static (OpenDkimPatternKind Kind, string Host) KindOfPattern(string pattern)
    {
        var at = pattern.IndexOf('@', StringComparison.Ordinal);
        var host = at < 0 ? "" : pattern[(at + 1)..];
        return pattern.StartsWith("*@*.", StringComparison.Ordinal) && IsHost(pattern[4..]) ? (OpenDkimPatternKind.Subdomains, pattern[4..])
            : !IsHost(host) ? (OpenDkimPatternKind.Other, "")
            : at == 1 && pattern[0] == '*' ? (OpenDkimPatternKind.Domain, host)
            : pattern.AsSpan(0, at).ContainsAny(Special) ? (OpenDkimPatternKind.Other, "")
            : (OpenDkimPatternKind.User, host);
    }

    /// <summary>Under file: <c>host</c>, <c>.host</c>, <c>user@host</c>, and everything else.</summary>
    private static (OpenDkimPatternKind Kind, string Host) KindOfName(string name)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        return at < 0 && IsHost(name) ? (OpenDkimPatternKind.Domain, name)
            : at < 0 && name is ['.', ..] && IsHost(name[1..]) ? (OpenDkimPatternKind.Subdomains, name[1..])
            : at > 0 && IsHost(name[(at + 1)..]) ? (OpenDkimPatternKind.User, name[(at + 1)..])
            : (OpenDkimPatternKind.Other, "");
    }

    private static bool IsHost(string text) => text.Length > 0 && text.AsSpan().IndexOfAnyExcept(HostCharacters) < 0 && text[0] != '.';
}
