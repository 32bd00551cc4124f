using System.Text.Json;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>A selector and a path of a domain block. Maps and defaults supply missing ones.</summary>
/// <param name="SelectorValue">The selector's value; null if it isn't set.</param>
/// <param name="PathValue">The path's value; null if it isn't set.</param>
internal sealed record RspamdBlockKey(JsonElement? SelectorValue, JsonElement? PathValue)
{
    /// <summary>The selector; null if it isn't set or isn't a string.</summary>
    public string? Selector => TextOf(SelectorValue);

    /// <summary>The path; null if it isn't set or isn't a string.</summary>
    public string? Path => TextOf(PathValue);

    /// <summary>Whether selector or path is set, but not to a string. Such a key doesn't sign.</summary>
    public bool IsUnusable => (SelectorValue is not null && Selector is null) || (PathValue is not null && Path is null);

    private static string? TextOf(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
