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

    /// <summary>The publisher for a provider; null if there is none.</summary>
    public static PublisherType? Of(string provider) => Types.TryGetValue(provider, out var type) ? type : null;
}
