using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>The maps and tables of a module's settings, read on demand.</summary>
internal sealed class RspamdMaps
{
    private static readonly Version LowerCaseLookup = new(3, 7, 5);

    private readonly Dictionary<string, Lazy<RspamdMap?>> maps;

    /// <param name="sourceOf">File and line of a setting.</param>
    /// <param name="version">The daemon's version; null if unknown.</param>
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

    /// <summary>Maps domains to selectors.</summary>
    public RspamdMap? Selectors => maps["selector_map"].Value;

    /// <summary>Maps domains to paths.</summary>
    public RspamdMap? Paths => maps["path_map"].Value;

    /// <summary>Maps addresses to key names.</summary>
    public RspamdMap? Signing => maps["signing_table"].Value;

    /// <summary>Maps key names to domain, selector and path.</summary>
    public RspamdMap? Keys => maps["key_table"].Value;

    /// <summary>The networks whose mail is signed.</summary>
    public RspamdMap? Networks => maps["sign_networks"].Value;

    /// <summary>Whether addresses are looked up in lower case.</summary>
    public bool LowersAddresses { get; }

    /// <summary>The map of a setting.</summary>
    public RspamdMap? this[string setting] => maps[setting].Value;
}
