using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>The maps and tables that a module's settings name, each read once.</summary>
internal sealed class RspamdMaps
{
    private static readonly Version LowerCaseLookup = new(3, 7, 5);

    private readonly Dictionary<string, Lazy<RspamdMap?>> maps;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="sourceOf">File and line of a setting.</param>
    /// <param name="version">The daemon's version; null for unknown.</param>
    public RspamdMaps(RspamdSettings settings, Func<string, string> sourceOf, Version? version, SignerFiles files)
    {
        var rules = RspamdMapRules.Of(version);
        LowersAddresses = version >= LowerCaseLookup;
        (string Name, RspamdMapKind Kind)[] kinds =
        [
            ("selector_map", RspamdMapKind.Hash), ("path_map", RspamdMapKind.Hash), ("signing_table", RspamdMapKind.Glob),
            ("key_table", RspamdMapKind.Glob),
            ("sign_networks", RspamdMapKind.Hash), ("vault_domains", RspamdMapKind.Glob),
        ];
        maps = kinds.ToDictionary(
            map => map.Name,
            map =>
                new Lazy<RspamdMap?>(
                    () => settings.Value(map.Name) is { } value ? RspamdMap.Of(value, sourceOf(map.Name), map.Kind, rules, files) : null));
    }

    /// <summary>Domain to selector.</summary>
    public RspamdMap? Selectors => maps["selector_map"].Value;

    /// <summary>Domain to path.</summary>
    public RspamdMap? Paths => maps["path_map"].Value;

    /// <summary>Address to the name of a key.</summary>
    public RspamdMap? Signing => maps["signing_table"].Value;

    /// <summary>Name of a key to domain, selector and path.</summary>
    public RspamdMap? Keys => maps["key_table"].Value;

    /// <summary>The networks whose mail is signed.</summary>
    public RspamdMap? Networks => maps["sign_networks"].Value;

    /// <summary>Whether an address is looked up in lower case.</summary>
    public bool LowersAddresses { get; }

    /// <summary>A map by the setting that names it.</summary>
    public RspamdMap? this[string setting] => maps[setting].Value;
}
