using System.Text.Json;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>A block of dkim_signing's domain section, read as Rspamd's Lua code reads it.</summary>
internal sealed class RspamdBlock
{
    /// <summary>Reads a block.</summary>
    /// <param name="domain">Its name, as it is written.</param>
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

    /// <summary>The name as it is written.</summary>
    public string Domain { get; }

    /// <summary>What it asks to sign with, in order; empty where it says nothing that Rspamd looks at.</summary>
    public IReadOnlyList<RspamdBlockKey> Keys { get; } = [];

    /// <summary>Whether <c>selectors</c> is an object. Rspamd takes a list only, and passes over an object.</summary>
    public bool HasSelectorsWithoutBrackets { get; }

    /// <summary>Whether its type is one at which Rspamd's code fails, so that the mail leaves unsigned.</summary>
    public bool IsUnusable { get; }

    /// <summary>A value, as Lua sees it: false is as good as absent.</summary>
    internal static JsonElement? ValueOf(JsonElement section, string name) =>
        section.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.False ? value : null;

    private static RspamdBlockKey KeyOf(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? new RspamdBlockKey(ValueOf(element, "selector"), ValueOf(element, "path"))
        : new RspamdBlockKey(null, null);
}
