using System.Text.Json;

namespace OpteriusDkim;

/// <summary>What Rspamd's dkim_signing is configured to do, all files merged, as <c>rspamadm configdump</c> tells it.</summary>
/// <param name="root">The section.</param>
internal sealed class RspamdSettings(JsonElement root)
{
    /// <summary>The path that is filled in where no block names one, as the module has it built in.</summary>
    private const string BuiltInPath = "/var/lib/rspamd/dkim/$domain.$selector.key";
    private const string BuiltInSelector = "dkim";

    /// <summary>Whether the module is on.</summary>
    public bool IsEnabled => Flag("enabled", true);

    /// <summary>Whether mail of a subdomain is signed as the registered domain above it.</summary>
    public bool UsesRegisteredDomain => Flag("use_esld", true);

    /// <summary>Whether what no block names is signed with <see cref="Template"/>, where there is such a file.</summary>
    public bool FallsBack => Flag("try_fallback", true);

    /// <summary>The path for what no block names.</summary>
    public string Template => Text("path") ?? BuiltInPath;

    /// <summary>The selector for what no block names.</summary>
    public string DefaultSelector => Text("selector") ?? BuiltInSelector;

    /// <summary>The hash in Redis that holds keys.</summary>
    public string KeyHash => Text("key_prefix") ?? "dkim_keys";

    /// <summary>The hash in Redis that gives each domain its selector; null where there is none.</summary>
    public string? SelectorHash => Text("selector_prefix");

    /// <summary>What stands under a name of the section, <c>selector_map</c> for one; null for nothing.</summary>
    /// <param name="name">The name.</param>
    public JsonElement? Value(string name) => Has(name) ? root.GetProperty(name) : null;

    /// <summary>Whether addresses are looked up in a signing_table, before all else.</summary>
    public bool HasTables => Has("signing_table") && (Has("key_table") || Flag("use_vault", false));

    /// <summary>Why blocks of domains would not be looked at, by the name of the setting that comes before them; null where they are.</summary>
    public string? Overrider =>
        Has("sign_condition") ? "sign_condition"
        : HasTables ? "signing_table"
        : Flag("use_redis", false) ? "use_redis"
        : Flag("use_vault", false) ? "use_vault"
        : null;

    /// <summary>The blocks of domains, each with its signatures.</summary>
    public IEnumerable<(string Domain, IReadOnlyList<RspamdSignature> Signatures)> Blocks()
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("domain", out var domains) || domains.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var block in domains.EnumerateObject().Where(block => block.Value.ValueKind == JsonValueKind.Object))
        {
            yield return (block.Name, [.. SignaturesOf(block.Value)]);
        }
    }

    private IEnumerable<RspamdSignature> SignaturesOf(JsonElement block)
    {
        if (Text(block, "selector") is not null || Text(block, "path") is not null)
        {
            yield return SignatureOf(block);
        }

        if (block.TryGetProperty("selectors", out var selectors))
        {
            foreach (var one in selectors.ValueKind == JsonValueKind.Array ? [.. selectors.EnumerateArray()] : new[] { selectors })
            {
                if (one.ValueKind == JsonValueKind.Object)
                {
                    yield return SignatureOf(one);
                }
            }
        }
    }

    private RspamdSignature SignatureOf(JsonElement element) =>
        new(Text(element, "selector") ?? DefaultSelector, Text(element, "path") ?? Template);

    private bool Has(string name) => root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private string? Text(string name) => root.ValueKind == JsonValueKind.Object ? Text(root, name) : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private bool Flag(string name, bool otherwise) => !Has(name) ? otherwise : root.GetProperty(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => otherwise,
    };
}
