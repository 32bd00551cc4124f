using System.Buffers;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>An entry of a SigningTable: a pattern, a key name and optionally a colon and an <c>i=</c>.</summary>
/// <param name="Pattern">The first field.</param>
/// <param name="Value">The rest; null if nothing follows the pattern.</param>
/// <param name="Kind">The scope of the pattern.</param>
/// <param name="Host">The host in the pattern, in lower case; empty for <see cref="OpenDkimPatternKind.Other"/>.</param>
internal sealed record OpenDkimSigningLine(int Index, string Pattern, string? Value, OpenDkimPatternKind Kind, string Host)
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("[](){}?|^$\\*"u8);
    private static readonly SearchValues<byte> HostCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."u8);

    /// <summary>The name of the key; empty if it is missing.</summary>
    public string KeyName => Value switch
    {
        null => "",
        _ when Value.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon => Value[..colon],
        _ => Value,
    };

    /// <summary>The <c>i=</c> of its signatures; null if not set.</summary>
    public string? Signer => Value?.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? Value[(colon + 1)..] : null;

    /// <summary>Whether the key name is the sender's domain.</summary>
    public bool IsTemplate => KeyName == "%";

    /// <param name="hasPatterns">Whether the table is a refile.</param>
    public static OpenDkimSigningLine Of(int index, OpenDkimField field, bool hasPatterns)
    {
        var kind = KindOf(field.Key, hasPatterns, out var host);
        return new OpenDkimSigningLine(
            index,
            OpenDkimField.Text(field.Key),
            field.HasValue ? OpenDkimField.Text(field.Value) : null,
            kind,
            OpenDkimField.Text(host).ToLowerInvariant());
    }

    /// <summary>The scope of a pattern.</summary>
    /// <param name="hasPatterns">Whether the table is a refile.</param>
    /// <param name="host">The host as written; empty for <see cref="OpenDkimPatternKind.Other"/>.</param>
    public static OpenDkimPatternKind KindOf(ReadOnlySpan<byte> pattern, bool hasPatterns, out ReadOnlySpan<byte> host)
    {
        var kind = hasPatterns ? KindOfPattern(pattern, out host) : KindOfName(pattern, out host);
        if (kind != OpenDkimPatternKind.Other && IsHost(host))
        {
            return kind;
        }

        host = default;
        return OpenDkimPatternKind.Other;
    }

    public static ReadOnlySpan<byte> KeyNameIn(ReadOnlySpan<byte> value) =>
        value.IndexOf((byte)':') is >= 0 and var colon ? value[..colon] : value;

    /// <summary>For a refile: <c>*@host</c>, <c>*@*.host</c>, <c>user@host</c> or anything else.</summary>
    private static OpenDkimPatternKind KindOfPattern(ReadOnlySpan<byte> pattern, out ReadOnlySpan<byte> host)
    {
        if (pattern.StartsWith("*@*."u8))
        {
            host = pattern[4..];
            return OpenDkimPatternKind.Subdomains;
        }

        var at = pattern.IndexOf((byte)'@');
        host = at < 0 ? default : pattern[(at + 1)..];
        if (at == 1 && pattern[0] == (byte)'*')
        {
            return OpenDkimPatternKind.Domain;
        }

        return at <= 0 || pattern[..at].ContainsAny(Special) ? OpenDkimPatternKind.Other : OpenDkimPatternKind.User;
    }

    /// <summary>For a plain file: <c>host</c>, <c>.host</c>, <c>user@host</c> or anything else.</summary>
    private static OpenDkimPatternKind KindOfName(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> host)
    {
        var at = name.IndexOf((byte)'@');
        var isBelow = at < 0 && name is [(byte)'.', ..];
        host = at switch
        {
            _ when isBelow => name[1..],
            0 => default,
            _ => name[(at + 1)..],
        };
        if (isBelow)
        {
            return OpenDkimPatternKind.Subdomains;
        }

        return at < 0 ? OpenDkimPatternKind.Domain : OpenDkimPatternKind.User;
    }

    private static bool IsHost(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(HostCharacters) && text[0] != (byte)'.';
}
