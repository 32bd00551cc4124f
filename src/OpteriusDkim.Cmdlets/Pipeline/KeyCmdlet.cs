using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>What the cmdlets on keys share: the store.</summary>
public abstract class KeyCmdlet : DkimCmdlet
{
    private SignerKeyReferences? references;
    private IKeyStore? store;
    private bool warnedOfEd25519;

    /// <summary>Where the keys are, in place of the configured folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyDirectory { get; set; }

    /// <summary>Whether a pattern has to find the folder of the keys: without it nothing was looked at, and nothing may be said.</summary>
    private protected virtual bool RequiresStore => KeyDirectory is not null;

    private protected sealed override string? ChosenKeyDirectory => KeyDirectory is null ? null : ResolvePath(KeyDirectory);

    private protected IKeyStore Store => store ??= OpenStore(owner: null);

    private protected SignerKeyReferences References => references ??= Composition.KeyReferences(Configuration);

    private protected static IEd25519 Ed25519 { get; } = Composition.Ed25519();

    /// <summary>Opens the store for a cmdlet that takes -Owner.</summary>
    private protected IKeyStore OpenStore(string? owner) => store = new FileKeyStore(
        Configuration.KeyDirectory,
        Configuration.StateDirectory,
        Configuration.KeyOwnership(owner),
        References,
        Ed25519,
        TimeProvider.System,
        () => Configuration.Signer == SignerType.Rspamd && !new RspamdProgram().ReadsPemOfEd25519);

    /// <summary>Refuses a size where keys have none, and warns where the signer can't sign with such keys.</summary>
    /// <param name="algorithm">The algorithm of the keys to be made.</param>
    /// <param name="size">The size that was asked for; null for none.</param>
    private protected void CheckAlgorithm(DkimKeyAlgorithm algorithm, int? size)
    {
        if (algorithm == DkimKeyAlgorithm.Ed25519 && size is { } bits)
        {
            throw new InvalidInputException(FindingTable.KeySizeNotApplicable.With(("size", bits)), bits);
        }

        if (algorithm == DkimKeyAlgorithm.Ed25519 && Configuration.Signer == SignerType.OpenDkim && !warnedOfEd25519)
        {
            warnedOfEd25519 = true;
            Warn(FindingTable.Ed25519ByOpenDkim.With());
        }
    }

    /// <summary>Looks names up as this host sees them: by the configured servers, else by the system's.</summary>
    private protected IRecordLookup LookupInTurn() => new ResolverLookup(
        new Resolvers(new AliasFollowingClient(Composition.DnsClient()), ServersInTurn(), Configuration.DnsTimeout));

    /// <summary>Looks names up on every authoritative server, past all caches.</summary>
    private protected AuthoritativeLookup AuthoritativeServers() => new(
        new ZoneDirectory(Composition.DnsClient(), ServersInTurn(), Configuration.DnsTimeout, TimeProvider.System, Cancellation),
        trustPrivate: Configuration.DnsServers.Count > 0);

    private protected IReadOnlyList<DnsServer> ServersInTurn()
    {
        var servers = Configuration.DnsServers.Count > 0 ? Configuration.DnsServers : Composition.SystemResolvers().Servers();
        return servers.Count > 0 ? servers : throw new NotFoundException(FindingTable.NoServer.With(), null);
    }

    /// <summary>The key as it is shown, with its record in the form of the domain's provider.</summary>
    private protected DkimKey Show(StoredKey key) => DkimKey.Of(key, OptionsFor(key.Domain));

    private protected RecordOptions OptionsFor(DomainName domain) => new(Configuration.ProviderFor(domain), Configuration.Ttl);

    /// <summary>What a pattern, or a name, selects of the store. A name that selects nothing is an error, a pattern is not.</summary>
    private protected IEnumerable<StoreEntry> Select(string domain, IReadOnlyList<string>? selectors)
    {
        var wanted = SelectorFilter(selectors);
        if (WildcardPattern.ContainsWildcardCharacters(domain))
        {
            RequireStore();
            var pattern = PatternOf(domain);
            return Store.List(name => pattern.IsMatch(name.Value) || pattern.IsMatch(name.Unicode), wanted);
        }

        return SelectExactly(DomainName.Parse(domain), selectors, []);
    }

    /// <summary>The domains that a text means: the store's where it is a pattern.</summary>
    private protected IEnumerable<DomainName> DomainsOf(string domain)
    {
        if (WildcardPattern.ContainsWildcardCharacters(domain))
        {
            RequireStore();
        }

        return DomainsOf(domain, Store.Domains());
    }

    private void RequireStore()
    {
        // A folder that can't be looked at is an error of its own when it is listed.
        if (RequiresStore && !Directory.Exists(Store.Location) && !Store.Domains().Any())
        {
            throw new NotFoundException(FindingTable.StoreMissing.With(("path", Store.Location)), Store.Location);
        }
    }

    /// <summary>The domains that a text means: those among the known where it is a pattern.</summary>
    private protected static IEnumerable<DomainName> DomainsOf(string domain, IEnumerable<DomainName> known)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(domain))
        {
            return [DomainName.Parse(domain)];
        }

        var pattern = PatternOf(domain);
        return known.Where(name => pattern.IsMatch(name.Value) || pattern.IsMatch(name.Unicode));
    }

    /// <summary>Does something with each key, and writes an error for each that can't be read.</summary>
    private protected void WriteEach(IEnumerable<StoreEntry> entries, Action<StoredKey> write)
    {
        foreach (var entry in entries)
        {
            Cancellation.ThrowIfCancellationRequested();
            if (entry.Key is { } key)
            {
                Try(() => write(key));
            }
            else
            {
                WriteError(entry.Problem!.ToErrorRecord());
            }
        }
    }

    /// <summary>
    /// What names select of one domain's keys, and an error for each name that is neither in the store nor known besides.
    /// </summary>
    private protected IEnumerable<StoreEntry> SelectExactly(
        DomainName domain, IReadOnlyList<string>? selectors, IEnumerable<Selector> known)
    {
        foreach (var entry in Store.ListDomain(domain, SelectorFilter(selectors)))
        {
            yield return entry;
        }

        Selector[] present = [.. Store.SelectorsOf(domain), .. known];
        if (selectors is null && present.Length == 0)
        {
            yield return new StoreEntry(null, MissingKey(domain, null));
        }

        foreach (var named in selectors?.Where(selector => !WildcardPattern.ContainsWildcardCharacters(selector)) ?? [])
        {
            if (!present.Contains(Selector.Parse(named)))
            {
                yield return new StoreEntry(null, MissingKey(domain, named));
            }
        }
    }

    /// <summary>The only key of the domain that is meant.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="selectors">Selectors or patterns of such; null for any.</param>
    private protected RecordName TheKeyOf(DomainName domain, IReadOnlyList<string>? selectors)
    {
        var meant = Store.SelectorsOf(domain).Where(SelectorFilter(selectors)).ToArray();
        return meant switch
        {
            [var only] => new RecordName(domain, only),
            [] => throw MissingKey(domain, selectors is [var first, ..] ? first : null),
            _ => throw new InvalidInputException(
                FindingTable.SelectorAmbiguous.With(("domain", domain), ("selectors", string.Join(", ", meant.AsEnumerable()))),
                domain.Value),
        };
    }

    /// <summary>
    /// The keys to remove or withdraw: without a selector the only key of each domain, else all that the selectors mean. A name
    /// that means nothing is an error, a pattern is not.
    /// </summary>
    /// <param name="text">A domain or a pattern of domains of the store.</param>
    /// <param name="selectors">Selectors or patterns of such; null for the only key.</param>
    /// <param name="act">What is done with each; a failure is that key's error.</param>
    private protected void ForKeysOf(string text, IReadOnlyList<string>? selectors, Action<RecordName> act)
    {
        var isPattern = WildcardPattern.ContainsWildcardCharacters(text);
        foreach (var domain in DomainsOf(text))
        {
            Try(() =>
            {
                foreach (var name in KeysToTake(domain, selectors, isPattern))
                {
                    Try(() => act(name));
                }
            });
        }
    }

    private IEnumerable<RecordName> KeysToTake(DomainName domain, IReadOnlyList<string>? selectors, bool isPattern)
    {
        if (selectors is null)
        {
            return isPattern && Store.SelectorsOf(domain).Count == 0 ? [] : [TheKeyOf(domain, null)];
        }

        var present = Store.SelectorsOf(domain);
        foreach (var named in isPattern ? [] : selectors.Where(text => !WildcardPattern.ContainsWildcardCharacters(text)))
        {
            if (!present.Contains(Selector.Parse(named)))
            {
                WriteError(MissingKey(domain, named).ToErrorRecord());
            }
        }

        return present.Where(SelectorFilter(selectors)).Select(selector => new RecordName(domain, selector));
    }

    private protected NotFoundException MissingKey(DomainName domain, string? selector)
    {
        var others = Store.SelectorsOf(domain);
        return others.Count == 0 || selector is null
            ? new NotFoundException(
                FindingTable.NotConfigured.With(("domain", domain), ("directory", Store.Location)), domain.Value)
            : new NotFoundException(
                FindingTable.SelectorNotConfigured.With(
                    ("domain", domain),
                    ("selector", PrintableText.Clean(selector)),
                    ("selectors", string.Join(", ", others))),
                domain.Value);
    }

    /// <summary>Which selectors are meant: all, those of a pattern, or those named, each of which has to be one.</summary>
    private protected static Func<Selector, bool> SelectorFilter(IReadOnlyList<string>? selectors)
    {
        if (selectors is null)
        {
            return _ => true;
        }

        var tests = selectors.Select(SelectorTest).ToArray();
        return selector => tests.Any(test => test(selector));
    }

    private static Func<Selector, bool> SelectorTest(string text)
    {
        if (WildcardPattern.ContainsWildcardCharacters(text))
        {
            var pattern = PatternOf(text);
            return selector => pattern.IsMatch(selector.Value);
        }

        var exact = Selector.Parse(text);
        return selector => selector == exact;
    }
}
