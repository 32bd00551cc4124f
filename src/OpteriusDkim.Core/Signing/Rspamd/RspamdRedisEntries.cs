namespace OpteriusDkim.Signing.Rspamd;

/// <summary>The entries of keys in Redis; if it can't be read, a single entry with that finding.</summary>
internal sealed class RspamdRedisEntries
{
    /// <summary>The setting that enables keys in Redis.</summary>
    public const string Setting = "use_redis";

    private readonly string source;
    private readonly Lazy<(RspamdRedisKeys? Keys, DkimFinding? Problem)> redis;

    /// <param name="open">Reads the keys for the configured selectors.</param>
    /// <param name="source">File and line of the setting.</param>
    public RspamdRedisEntries(
        RspamdSettings settings,
        RspamdMaps maps,
        RspamdRules rules,
        Func<IEnumerable<(string Domain, string Selector)>, RspamdRedisKeys> open,
        string source)
    {
        this.source = source;
        redis = new Lazy<(RspamdRedisKeys?, DkimFinding?)>(() => Open(open, ConfiguredSelectors(settings, maps, rules)));
    }

    public IEnumerable<SigningEntry> All() => redis.Value.Keys?.Entries() ?? [Unknown()];

    public IEnumerable<SigningEntry> For(string domain) => redis.Value.Keys?.EntriesFor(domain) ?? [Unknown()];

    /// <summary>Whether Rspamd looks up keys in Redis for a message.</summary>
    /// <param name="selection">Its selection without Redis.</param>
    public static bool UsesRedis(RspamdSelection selection) => selection.ExcludedBy is null or "try_fallback";

    private static (RspamdRedisKeys? Keys, DkimFinding? Problem) Open(
        Func<IEnumerable<(string Domain, string Selector)>, RspamdRedisKeys> open, IEnumerable<(string Domain, string Selector)> configured)
    {
        try
        {
            return (open(configured), null);
        }
        catch (DkimException exception)
        {
            return (null, exception.Finding);
        }
    }

    /// <summary>The selectors of domains in blocks or in selector_map.</summary>
    private static IEnumerable<(string Domain, string Selector)> ConfiguredSelectors(
        RspamdSettings settings, RspamdMaps maps, RspamdRules rules) =>
        from name in settings.DomainBlocks.Where(block => block.Keys.Count > 0).Select(block => block.Domain)
            .Concat(maps.Selectors?.Lines.Select(line => line.Key.ToLowerInvariant()) ?? []).Distinct().ToArray()
        from choice in rules.Keys.For(name).Choices
        select (name, choice.Selector!);

    private SigningEntry Unknown() => new(RspamdEntries.AnyDomain, source)
    {
        Outcome = DkimSigningOutcome.Unreachable,
        Findings = [redis.Value.Problem!],
    };
}
