namespace OpteriusDkim.Signing.Rspamd;

/// <summary>The entries of keys in Redis; where it can't be read, one that says so.</summary>
internal sealed class RspamdRedisEntries
{
    /// <summary>The setting by which keys are taken from Redis.</summary>
    public const string Setting = "use_redis";

    private readonly string source;
    private readonly Lazy<(RspamdRedisKeys? Keys, DkimFinding? Problem)> redis;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="open">Reads the keys, from the selectors that the configuration gives domains.</param>
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

    /// <summary>All keys.</summary>
    public IEnumerable<SigningEntry> All() => redis.Value.Keys?.Entries() ?? [Unknown()];

    /// <summary>What signs one domain.</summary>
    public IEnumerable<SigningEntry> For(string domain) => redis.Value.Keys?.EntriesFor(domain) ?? [Unknown()];

    /// <summary>Whether Rspamd asks Redis for a message.</summary>
    /// <param name="selection">What it attempts for the message by files.</param>
    public static bool IsAsked(RspamdSelection selection) => selection.ExcludedBy is null or "try_fallback";

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

    /// <summary>The selectors that blocks, or else the map, give domains.</summary>
    private static IEnumerable<(string Domain, string Selector)> ConfiguredSelectors(
        RspamdSettings settings, RspamdMaps maps, RspamdRules rules) =>
        from name in settings.DomainBlocks.Where(block => block.Keys.Count > 0).Select(block => block.Domain)
            .Concat(maps.Selectors?.Lines.Select(line => line.Key.ToLowerInvariant()) ?? []).Distinct().ToArray()
        from choice in rules.KeysFor(name).Choices
        select (name, choice.Selector!);

    private SigningEntry Unknown() => new(RspamdEntries.Everybody, source)
    {
        Outcome = DkimSigningOutcome.Unreachable,
        Findings = [redis.Value.Problem!],
    };
}
