using System.Text.Json;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// One of Rspamd's modules that sign (dkim_signing, arc), all files merged, as <c>rspamadm configdump</c> prints it. Of several sections of
/// one name Rspamd takes each setting from the last that has it, and <c>enabled</c> from the first section.
/// </summary>
internal sealed class RspamdSettings
{
    /// <summary>The path that Rspamd fills in where neither block nor map names one.</summary>
    private const string BuiltInPath = "/var/lib/rspamd/dkim/$domain.$selector.key";
    private const string BuiltInSelector = "dkim";

    private static readonly Version VaultBesideBlocks = new(3, 9, 0);
    private static readonly string[] SwitchedOff = ["false", "no", "off", "n", "0"];
    private static readonly string[] SwitchedOn = ["true", "yes", "on", "y", "1"];

    private readonly Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);
    private readonly bool vaultReplacesBlocks;
    private readonly string builtInPath;

    /// <summary>Reads the section.</summary>
    /// <param name="section">An object, or a list of objects where there are several sections; undefined where there is none.</param>
    /// <param name="version">The daemon's version; null for unknown.</param>
    /// <param name="builtInPath">The path that the module has built in.</param>
    public RspamdSettings(JsonElement section, Version? version = null, string builtInPath = BuiltInPath)
    {
        this.builtInPath = builtInPath;
        JsonElement[] sections = section.ValueKind switch
        {
            JsonValueKind.Object => [section],
            JsonValueKind.Array => [.. section.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object)],
            _ => [],
        };
        foreach (var setting in sections.SelectMany(one => one.EnumerateObject()))
        {
            values[setting.Name] = setting.Value;
        }

        IsConfigured = sections.Length > 0;
        IsEnabled = sections.Length == 0 || IsSwitchedOn(sections[0]);
        vaultReplacesBlocks = version is null || version < VaultBesideBlocks;
    }

    /// <summary>Whether there is such a section. Without one the module does nothing.</summary>
    public bool IsConfigured { get; }

    /// <summary>Whether the module is on.</summary>
    public bool IsEnabled { get; }

    /// <summary>Whether mail of a subdomain is signed as the registered domain above it.</summary>
    public bool UsesRegisteredDomain => IsTrue("use_esld", true);

    /// <summary>Whether what no block or map names is signed with <see cref="Template"/>.</summary>
    public bool FallsBack => IsTrue("try_fallback", true);

    /// <summary>The path for what no block or map names; null where it is set to something other than a text.</summary>
    public string? TemplateValue => values.TryGetValue("path", out var value) ? TextOf(value) : builtInPath;

    /// <summary>The path for what no block or map names.</summary>
    public string Template => TemplateValue ?? builtInPath;

    /// <summary>The selector for what no block or map names; null where it is set to something other than a text.</summary>
    public string? SelectorValue => values.TryGetValue("selector", out var value) ? TextOf(value) : BuiltInSelector;

    /// <summary>The selector for what no block or map names.</summary>
    public string DefaultSelector => SelectorValue ?? BuiltInSelector;

    /// <summary>The hash in Redis that holds keys.</summary>
    public string KeyHash => Text("key_prefix") ?? "dkim_keys";

    /// <summary>The hash in Redis that gives each domain its selector; null where there is none.</summary>
    public string? SelectorHash => Text("selector_prefix");

    /// <summary>Whether keys are in Redis.</summary>
    public bool UsesRedis => IsTrue("use_redis", false);

    /// <summary>Whether keys are in a vault.</summary>
    public bool UsesVault => IsTrue("use_vault", false);

    /// <summary>Whether addresses are looked up in a signing_table, before all else.</summary>
    public bool HasTables => IsTrue("signing_table", false) && (IsTrue("key_table", false) || UsesVault);

    /// <summary>The setting by which domain blocks are not looked at; null where they are.</summary>
    public string? Overrider
    {
        get
        {
            (bool IsOn, string Setting)[] overriders =
            [
                (IsTrue("use_http_headers", false) && !IsTrue("allow_headers_fallback", false), "use_http_headers"),
                (IsTrue("sign_condition", false), "sign_condition"),
                (HasTables, "signing_table"),
                (UsesRedis, "use_redis"),
                (UsesVault && vaultReplacesBlocks, "use_vault"),
            ];
            return overriders.FirstOrDefault(overrider => overrider.IsOn).Setting;
        }
    }

    /// <summary>The blocks of domains.</summary>
    public IEnumerable<RspamdBlock> DomainBlocks =>
        values.TryGetValue("domain", out var domains) && domains.ValueKind == JsonValueKind.Object
        ? domains.EnumerateObject().Select(block => new RspamdBlock(block.Name, block.Value))
        : [];

    /// <summary>A setting's value, <c>selector_map</c> for one; null where it is absent, null or false.</summary>
    public JsonElement? Value(string name) =>
        values.TryGetValue(name, out var value) && value.ValueKind is not (JsonValueKind.False or JsonValueKind.Null) ? value : null;

    /// <summary>A setting as Lua takes it: whatever is neither false nor null is true, the text "false" too.</summary>
    /// <param name="otherwise">What it is where it isn't set.</param>
    public bool IsTrue(string name, bool otherwise) => values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null
        ? value.ValueKind != JsonValueKind.False
        : otherwise;

    /// <summary>A setting's text; null where it is absent or no text.</summary>
    public string? Text(string name) => Value(name) is { } value ? TextOf(value) : null;

    /// <summary>The blocks of domains with their signatures, defaults filled in.</summary>
    public IEnumerable<(string Domain, IReadOnlyList<RspamdSignature> Signatures)> Blocks() =>
        from block in DomainBlocks
        let keys = block.IsUnusable ? [] : block.Keys.Where(key => !key.IsUnusable)
        let signatures = keys.Select(key => new RspamdSignature(key.Selector ?? DefaultSelector, key.Path ?? Template))
        select (block.Domain, (IReadOnlyList<RspamdSignature>)[.. signatures]);

    private static bool IsSwitchedOn(JsonElement section) =>
        !Switch(section, "enabled", SwitchedOff, JsonValueKind.False) && !Switch(section, "disabled", SwitchedOn, JsonValueKind.True);

    /// <summary>Whether a switch has one of some values; of a list its first element counts.</summary>
    private static bool Switch(JsonElement section, string name, string[] texts, JsonValueKind kind)
    {
        if (!section.TryGetProperty(name, out var value))
        {
            return false;
        }

        var first = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().FirstOrDefault() : value;
        return first.ValueKind == kind || (TextOf(first) is { } text && texts.Contains(text, StringComparer.OrdinalIgnoreCase));
    }

    private static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
