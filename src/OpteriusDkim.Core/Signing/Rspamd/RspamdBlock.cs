using System.Text.Json;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>A block of dkim_signing's domain section, parsed as Rspamd's Lua code does.</summary>
internal sealed class RspamdBlock
{
    public RspamdBlock(string domain, JsonElement block)
    {
        Domain = domain;
        IsUnusable = block.ValueKind is JsonValueKind.Number or JsonValueKind.True;
        if (block.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var (selector, path) = (ValueOf(block, "selector"), ValueOf(block, "path"));
        var own = selector is null && path is null ? Array.Empty<RspamdBlockKey>() : [new RspamdBlockKey(selector, path)];
        var selectors = ValueOf(block, "selectors");
        IsUnusable = selectors is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Array) }
            || (selectors is { ValueKind: JsonValueKind.Array } items
                && items.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Number or JsonValueKind.True));
        HasSelectorsWithoutBrackets = selectors is { ValueKind: JsonValueKind.Object } listed && listed.EnumerateObject().Any();
        Keys = selectors is { ValueKind: JsonValueKind.Array } list ? [.. own, .. list.EnumerateArray().Select(KeyOf)] : own;
    }

    /// <summary>The name as written.</summary>
    public string Domain { get; }

    /// <summary>Its selectors and paths, in order; empty if it has none that Rspamd reads.</summary>
    public IReadOnlyList<RspamdBlockKey> Keys { get; } = [];

    /// <summary>Whether <c>selectors</c> is an object, which Rspamd ignores: it accepts only a list.</summary>
    public bool HasSelectorsWithoutBrackets { get; }

    /// <summary>Whether its type causes an error in Rspamd's code, so that mail isn't signed.</summary>
    public bool IsUnusable { get; }

    /// <summary>A value as in Lua, where false equals absent.</summary>
    internal static JsonElement? ValueOf(JsonElement section, string name) =>
        section.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.False ? value : null;

    private static RspamdBlockKey KeyOf(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? new RspamdBlockKey(ValueOf(element, "selector"), ValueOf(element, "path"))
        : new RspamdBlockKey(null, null);
}
