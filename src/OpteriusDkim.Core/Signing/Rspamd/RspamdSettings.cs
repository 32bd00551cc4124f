using System.Text.Json;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// The settings of one of Rspamd's signing modules (dkim_signing, arc) from <c>rspamadm configdump</c>. With several sections of one
/// name, Rspamd takes each setting from the last section that has it, and <c>enabled</c> from the first section.
/// </summary>
internal sealed class RspamdSettings
{
    /// <summary>Rspamd's default path.</summary>
    private const string BuiltInPath = "/var/lib/rspamd/dkim/$domain.$selector.key";
    private const string BuiltInSelector = "dkim";

    private static readonly Version VaultBesideBlocks = new(3, 9, 0);
    private static readonly string[] SwitchedOff = ["false", "no", "off", "n", "0"];
    private static readonly string[] SwitchedOn = ["true", "yes", "on", "y", "1"];

    private readonly Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);
    private readonly bool vaultReplacesBlocks;
    private readonly string builtInPath;

    /// <param name="section">An object, or a list of objects for several sections; undefined if there is none.</param>
    /// <param name="version">The daemon's version; null if unknown.</param>
    /// <param name="builtInPath">The module's default path.</param>
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

    /// <summary>Whether the section exists. Without it the module is inactive.</summary>
    public bool IsConfigured { get; }

    /// <summary>Whether the module is enabled.</summary>
    public bool IsEnabled { get; }

    /// <summary>Whether mail of a subdomain is signed with its registered domain.</summary>
    public bool UsesRegisteredDomain => IsTrue("use_esld", true);

    /// <summary>Whether mail of unlisted domains is signed with <see cref="Template"/>.</summary>
    public bool FallsBack => IsTrue("try_fallback", true);

    /// <summary>The path for unlisted domains; null if it isn't a string.</summary>
    public string? TemplateValue => values.TryGetValue("path", out var value) ? TextOf(value) : builtInPath;

    /// <summary>The path for unlisted domains.</summary>
    public string Template => TemplateValue ?? builtInPath;

    /// <summary>The selector for unlisted domains; null if it isn't a string.</summary>
    public string? SelectorValue => values.TryGetValue("selector", out var value) ? TextOf(value) : BuiltInSelector;

    /// <summary>The selector for unlisted domains.</summary>
    public string DefaultSelector => SelectorValue ?? BuiltInSelector;

    /// <summary>The hash of keys in Redis.</summary>
    public string KeyHash => Text("key_prefix") ?? "dkim_keys";

    /// <summary>The hash of selectors by domain in Redis, or null.</summary>
    public string? SelectorHash => Text("selector_prefix");

    /// <summary>Whether keys are in Redis.</summary>
    public bool UsesRedis => IsTrue("use_redis", false);

    /// <summary>Whether keys are in a vault.</summary>
    public bool UsesVault => IsTrue("use_vault", false);

    /// <summary>Whether signing_table is used, which has precedence over blocks and maps.</summary>
    public bool HasTables => IsTrue("signing_table", false) && (IsTrue("key_table", false) || UsesVault);

    /// <summary>The setting that disables domain blocks, or null.</summary>
    public string? OverridingSetting
    {
        get
        {
            (bool IsOn, string Setting)[] candidates =
            [
                (IsTrue("use_http_headers", false) && !IsTrue("allow_headers_fallback", false), "use_http_headers"),
                (IsTrue("sign_condition", false), "sign_condition"),
                (HasTables, "signing_table"),
                (UsesRedis, "use_redis"),
                (UsesVault && vaultReplacesBlocks, "use_vault"),
            ];
            return candidates.FirstOrDefault(candidate => candidate.IsOn).Setting;
        }
    }

    public IEnumerable<RspamdBlock> DomainBlocks =>
        values.TryGetValue("domain", out var domains) && domains.ValueKind == JsonValueKind.Object
        ? domains.EnumerateObject().Select(block => new RspamdBlock(block.Name, block.Value))
        : [];

    /// <summary>A setting's value; null if it is absent, null or false.</summary>
    public JsonElement? Value(string name) =>
        values.TryGetValue(name, out var value) && value.ValueKind is not (JsonValueKind.False or JsonValueKind.Null) ? value : null;

    /// <summary>A Boolean as in Lua: every value except false and null is true, including the text "false".</summary>
    public bool IsTrue(string name, bool otherwise) => values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null
        ? value.ValueKind != JsonValueKind.False
        : otherwise;

    /// <summary>A setting's text; null if it is absent or not a string.</summary>
    public string? Text(string name) => Value(name) is { } value ? TextOf(value) : null;

    /// <summary>The domain blocks with their signatures, completed by defaults.</summary>
    public IEnumerable<(string Domain, IReadOnlyList<RspamdSignature> Signatures)> Blocks() =>
        from block in DomainBlocks
        let keys = block.IsUnusable ? [] : block.Keys.Where(key => !key.IsUnusable)
        let signatures = keys.Select(key => new RspamdSignature(key.Selector ?? DefaultSelector, key.Path ?? Template))
        select (block.Domain, (IReadOnlyList<RspamdSignature>)[.. signatures]);

    private static bool IsSwitchedOn(JsonElement section) =>
        !Switch(section, "enabled", SwitchedOff, JsonValueKind.False) && !Switch(section, "disabled", SwitchedOn, JsonValueKind.True);

    /// <summary>Whether a switch has one of some values. For a list, its first element applies.</summary>
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
