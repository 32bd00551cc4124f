using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>The base of cmdlets on keys: the store.</summary>
public abstract class KeyCmdlet : DkimCmdlet
{
    private SignerKeyReferences? references;
    private IKeyStore? store;
    private bool warnedOfEd25519;

    /// <summary>The folder of the keys, instead of the configured one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyDirectory { get; set; }

    /// <summary>Whether a missing key folder is an error for patterns, which would otherwise match nothing without notice.</summary>
    private protected virtual bool RequiresStore => KeyDirectory is not null;

    private protected sealed override string? ChosenKeyDirectory => KeyDirectory is null ? null : ResolvePath(KeyDirectory);

    private protected IKeyStore Store => store ??= OpenStore(owner: null);

    private protected StoreSelection Selection => new(Store);

    private protected SignerKeyReferences References => references ??= Composition.KeyReferences(Configuration);

    private protected static IEd25519 Ed25519 { get; } = Composition.Ed25519();

    /// <summary>Opens the store for a cmdlet with -Owner.</summary>
    private protected IKeyStore OpenStore(string? owner) => store = new FileKeyStore(
        Configuration.KeyDirectory,
        Configuration.StateDirectory,
        Configuration.KeyOwnership(owner),
        References,
        Ed25519,
        TimeProvider.System,
        () => Configuration.Signer == SignerType.Rspamd && !new RspamdProgram().ReadsPemOfEd25519);

    /// <summary>Rejects a size for keys without one, and warns if the signer can't sign with such keys.</summary>
    /// <param name="size">The requested size, or null.</param>
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

    /// <summary>Looks up names with the configured servers, else with the system's resolvers.</summary>
    private protected IRecordLookup LookupInTurn() => new ResolverLookup(
        new Resolvers(new AliasFollowingClient(Composition.DnsClient()), ServersInTurn(), Configuration.DnsTimeout));

    /// <summary>Looks up names on every authoritative server, bypassing caches.</summary>
    private protected AuthoritativeLookup AuthoritativeServers() => new(
        new ZoneDirectory(Composition.DnsClient(), ServersInTurn(), Configuration.DnsTimeout, TimeProvider.System, Cancellation),
        trustPrivate: Configuration.DnsServers.Count > 0);

    private protected IReadOnlyList<DnsServer> ServersInTurn()
    {
        var servers = Configuration.DnsServers.Count > 0 ? Configuration.DnsServers : Composition.SystemResolvers().Servers();
        return servers.Count > 0 ? servers : throw new NotFoundException(FindingTable.NoServer.With(), null);
    }

    /// <summary>The output object of a key, with its record in the form of the domain's provider.</summary>
    private protected DkimKey Show(StoredKey key) => DkimKey.Of(key, OptionsFor(key.Domain));

    private protected RecordOptions OptionsFor(DomainName domain) =>
        new(Configuration.ProviderFor(domain), Configuration.Ttl) { Delegation = Configuration.DelegationFor(domain) };

    /// <summary>The keys that a pattern or a name selects. A name without a match is an error, a pattern isn't.</summary>
    private protected IEnumerable<StoreEntry> Select(string domain, IReadOnlyList<string>? selectors)
    {
        var wanted = StoreSelection.FilterOf(selectors);
        if (WildcardPattern.ContainsWildcardCharacters(domain))
        {
            RequireStore();
            var pattern = PatternOf(domain);
            return Store.List(name => pattern.IsMatch(name.Value) || pattern.IsMatch(name.Unicode), wanted);
        }

        return Selection.Exactly(DomainName.Parse(domain), selectors, []);
    }

    /// <summary>The domain of a text, or the store's domains that match a pattern.</summary>
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
        // A folder that can't be read is reported when it is listed.
        if (RequiresStore && !Directory.Exists(Store.Location) && !Store.Domains().Any())
        {
            throw new NotFoundException(FindingTable.StoreMissing.With(("path", Store.Location)), Store.Location);
        }
    }

    /// <summary>The domain of a text, or the known domains that match a pattern.</summary>
    private protected static IEnumerable<DomainName> DomainsOf(string domain, IEnumerable<DomainName> known)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(domain))
        {
            return [DomainName.Parse(domain)];
        }

        var pattern = PatternOf(domain);
        return known.Where(name => pattern.IsMatch(name.Value) || pattern.IsMatch(name.Unicode));
    }

    /// <summary>Runs an action for each key, and writes an error for each that can't be read.</summary>
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
    /// Runs an action for the keys to remove or unpublish: without a selector the only key of each domain, else all that match. A
    /// name without a match is an error, a pattern isn't.
    /// </summary>
    /// <param name="text">A domain, or a pattern for domains of the store.</param>
    /// <param name="selectors">Selectors or patterns; null for the only key.</param>
    /// <param name="act">The action. A failure is an error of that key.</param>
    private protected void ForKeysOf(string text, IReadOnlyList<string>? selectors, Action<RecordName> act)
    {
        var isPattern = WildcardPattern.ContainsWildcardCharacters(text);
        foreach (var domain in DomainsOf(text))
        {
            Try(() =>
            {
                foreach (var name in SelectedKeys(domain, selectors, isPattern))
                {
                    Try(() => act(name));
                }
            });
        }
    }

    private IEnumerable<RecordName> SelectedKeys(DomainName domain, IReadOnlyList<string>? selectors, bool isPattern)
    {
        if (selectors is null)
        {
            return isPattern && Store.SelectorsOf(domain).Count == 0 ? [] : [Selection.SingleKeyOf(domain, null)];
        }

        var present = Store.SelectorsOf(domain);
        foreach (var named in isPattern ? [] : selectors.Where(text => !WildcardPattern.ContainsWildcardCharacters(text)))
        {
            if (!present.Contains(Selector.Parse(named)))
            {
                WriteError(Selection.Missing(domain, named).ToErrorRecord());
            }
        }

        return present.Where(StoreSelection.FilterOf(selectors)).Select(selector => new RecordName(domain, selector));
    }
}
