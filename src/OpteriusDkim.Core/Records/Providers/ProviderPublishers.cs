namespace OpteriusDkim.Records.Providers;

/// <summary>The publishers for the providers of the table.</summary>
internal static class ProviderPublishers
{
    private static readonly Dictionary<string, PublisherType> Types = new(StringComparer.Ordinal)
    {
        ["Bind"] = PublisherType.DynamicUpdate,
        ["PowerDns"] = PublisherType.PowerDns,
        ["PowerDnsAdmin"] = PublisherType.PowerDns,
        ["PdnsUtil"] = PublisherType.PowerDns,
        ["PdnsUtil4"] = PublisherType.PowerDns,
        ["Cloudflare"] = PublisherType.Cloudflare,
        ["DeSec"] = PublisherType.DeSec,
        ["Hetzner"] = PublisherType.Hetzner,
        ["Route53"] = PublisherType.Route53,
        ["Route53Api"] = PublisherType.Route53,
    };

    /// <summary>The plugins of Posh-ACME 4.32 for providers without a publisher of ours.</summary>
    private static readonly Dictionary<string, string> Plugins = new(StringComparer.Ordinal)
    {
        ["AzureDns"] = "Azure",
        ["Bunny"] = "Bunny",
        ["DigitalOcean"] = "DOcean",
        ["DNSimple"] = "DNSimple",
        ["Gandi"] = "Gandi",
        ["GoDaddy"] = "GoDaddy",
        ["GoogleCloudDns"] = "GCloud",
        ["HurricaneElectric"] = "HurricaneElectric",
        ["Infomaniak"] = "Infomaniak",
        ["INWX"] = "INWX",
        ["Ionos"] = "IONOS",
        ["Linode"] = "Linode",
        ["Loopia"] = "Loopia",
        ["NameCom"] = "NameCom",
        ["Namecheap"] = "Namecheap",
        ["NS1"] = "NS1",
        ["Ovh"] = "OVH",
        ["Porkbun"] = "Porkbun",
        ["ISPConfig"] = "ISPConfig",
        ["Technitium"] = "Technitium",
        ["TechnitiumApi"] = "Technitium",
    };

    /// <summary>The Posh-ACME plugin for a provider; null if there is none, or a publisher of ours.</summary>
    public static string? PluginOf(string provider) => Plugins.GetValueOrDefault(provider);

    /// <summary>The publisher for a provider; null if there is none.</summary>
    public static PublisherType? Of(string provider)
    {
        if (Types.TryGetValue(provider, out var type))
        {
            return type;
        }

        return Plugins.ContainsKey(provider) ? PublisherType.PoshAcme : null;
    }
}
