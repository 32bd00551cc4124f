using System.Text.Json;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>A selector and a path of a domain block; maps and defaults fill in what it leaves out.</summary>
/// <param name="SelectorValue">The selector's value; null where there is none.</param>
/// <param name="PathValue">The path's value; null where there is none.</param>
internal sealed record RspamdBlockKey(JsonElement? SelectorValue, JsonElement? PathValue)
{
    /// <summary>The selector; null where there is none or where it is no text.</summary>
    public string? Selector => TextOf(SelectorValue);

    /// <summary>The path; null where there is none or where it is no text.</summary>
    public string? Path => TextOf(PathValue);

    /// <summary>Whether selector or path is something other than a text, such as a number: such a key doesn't sign.</summary>
    public bool IsUnusable => (SelectorValue is not null && Selector is null) || (PathValue is not null && Path is null);

    private static string? TextOf(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
