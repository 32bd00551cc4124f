using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// Rspamd's signing keys in Redis: a hash of keys with the fields <c>selector.domain</c>, and optionally a hash of
/// selectors by domain. If a field is missing, mail isn't signed and Rspamd logs nothing.
/// </summary>
internal sealed class RspamdRedisKeys
{
    private readonly RspamdSettings settings;
    private readonly IReadOnlyDictionary<string, string>? selectors;
    private readonly IReadOnlySet<string> fields;
    private readonly ILookup<string, string> configured;
    private readonly string source;

    /// <summary>Reads the hashes, but never a key itself.</summary>
    /// <param name="configured">The configured selectors by domain.</param>
    /// <exception cref="InaccessibleException">Redis can't be read.</exception>
    public RspamdRedisKeys(
        RspamdSettings settings, IEnumerable<(string Domain, string Selector)> configured, IRedis redis, RedisServer server)
    {
        this.settings = settings;
        this.configured = configured.ToLookup(pair => pair.Domain, pair => pair.Selector, StringComparer.Ordinal);
        selectors = settings.SelectorHash is { } hash ? redis.ReadHash(server, hash) : null;
        fields = redis.FieldsOf(server, settings.KeyHash);
        source = $"Redis {server}, {settings.KeyHash}";
    }

    /// <summary>The keys that sign, by domain, and the unused ones.</summary>
    public IEnumerable<SigningEntry> Entries()
    {
        var signing = Domains().Order(StringComparer.Ordinal).SelectMany(EntriesFor).ToArray();
        var used = signing.Select(entry => entry.KeyName).ToHashSet();
        return [.. signing, .. fields.Where(field => !used.Contains(field)).Order(StringComparer.Ordinal).Select(Unused)];
    }

    public IEnumerable<SigningEntry> EntriesFor(string domain) =>
        SelectorsFor(domain).Distinct().Select(selector => Entry(domain, selector));

    private IEnumerable<string> Domains() => (selectors?.Keys ?? configured.Select(domain => domain.Key)
        .Union(settings.FallsBack ? fields.Where(IsOfDefault).Select(field => field[(settings.DefaultSelector.Length + 1)..]) : []))
        .Where(IsLookedUp);

    /// <summary>Rspamd looks up domains in lower case, and Redis is case-sensitive.</summary>
    private static bool IsLookedUp(string domain) => !domain.Any(char.IsUpper);

    private IEnumerable<string> SelectorsFor(string domain)
    {
        if (selectors is not null)
        {
            return selectors.TryGetValue(domain, out var selector) ? [selector] : [];
        }

        if (configured.Contains(domain))
        {
            return configured[domain];
        }

        return settings.FallsBack && fields.Contains($"{settings.DefaultSelector}.{domain}") ? [settings.DefaultSelector] : [];
    }

    private bool IsOfDefault(string field) => field.StartsWith(settings.DefaultSelector + ".", StringComparison.Ordinal);

    private SigningEntry Entry(string domain, string selector)
    {
        var field = $"{selector}.{domain}";
        return EntryOf(domain, selector, field) with
        {
            Outcome = fields.Contains(field) ? DkimSigningOutcome.Signed : DkimSigningOutcome.Unsigned,
            Findings = fields.Contains(field) ? [] : [FindingTable.RedisKeyMissing.With(NamesOf(field, domain))],
        };
    }

    /// <summary>The domain of an unused field is a guess: the text after the first dot.</summary>
    private SigningEntry Unused(string field)
    {
        var parts = field.Split('.', 2);
        var domain = parts.Length == 2 ? parts[1] : field;
        var wanted = SelectorsFor(domain).FirstOrDefault() ?? (selectors is null ? settings.DefaultSelector : null);
        return EntryOf(domain, parts[0], field) with
        {
            Outcome = DkimSigningOutcome.Unsigned,
            Findings = [wanted switch
            {
                _ when !IsLookedUp(domain) => FindingTable.RedisNameNeverMatches.With(NamesOf(field, domain)),
                null =>
                    FindingTable.RedisSelectorMissing.With(
                        [.. NamesOf(field, domain), ("selectors", PrintableText.Clean(settings.SelectorHash!))]),
                _ => FindingTable.RedisKeyUnused.With([.. NamesOf(field, domain), ("wanted", PrintableText.Clean($"{wanted}.{domain}"))]),
            }],
        };
    }

    private SigningEntry EntryOf(string domain, string selector, string field) => new(domain, source)
    {
        Domain = DomainName.TryParse(domain, out var parsed) ? parsed : null,
        KeyName = field,
        SigningDomain = domain,
        Selector = selector,
    };

    private (string, object?)[] NamesOf(string field, string domain) =>
        [("source", source), ("field", PrintableText.Clean(field)), ("domain", PrintableText.Clean(domain))];
}
