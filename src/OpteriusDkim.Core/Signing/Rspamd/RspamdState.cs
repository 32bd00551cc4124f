namespace OpteriusDkim;

/// <summary>What Rspamd's dkim_signing does, entry by entry and domain by domain.</summary>
internal sealed class RspamdState : SigningState
{
    private const string AnyDomain = "opterius-dkim-probe.example";

    /// <summary>Settings that exclude mail whatever its domain.</summary>
    private static readonly string[] Excluding =
    [
        "sign_local", "sign_authenticated", "sign_networks", "use_http_headers", "allowed_ids", "forbidden_ids", "allow_username_mismatch",
        "use_domain", "use_domain_sign_local", "use_domain_sign_networks",
    ];

    private readonly RspamdFolder folder;
    private readonly bool included;
    private readonly RspamdKeyFacts facts;
    private readonly RspamdMaps maps;
    private readonly RspamdRules rules;
    private readonly RspamdEntries listing;
    private readonly Lazy<IReadOnlyList<SigningEntry>> entries;
    private readonly Lazy<ILookup<string, SigningEntry>> byPattern;
    private readonly Lazy<ILookup<string, SigningEntry>> bySource;
    private readonly Lazy<(RspamdRedisKeys? Keys, DkimFinding? Problem)> redis;
    private readonly Lazy<IReadOnlyList<(SigningEntry Entry, RspamdGlob Pattern)>> tables;
    private readonly Lazy<IReadOnlyList<DkimFinding>> findings;

    public RspamdState(RspamdFolder folder, RspamdConfiguration configuration, RspamdDomainFile own, SignerDaemon daemon, RspamdKeyFacts facts)
    {
        (this.folder, this.facts, Settings, Own, Daemon) = (folder, facts, configuration.Signing, own, daemon);
        included = folder.IncludesDomainFile();
        var suffixes = new Lazy<RspamdSuffixes>(() => RspamdSuffixes.In(configuration.SuffixPath));
        maps = new RspamdMaps(Settings, folder.SourceOf, configuration.Version, new SignerFiles());
        rules = new RspamdRules(Settings, maps, name => DomainName.TryParse(name, out var domain) ? suffixes.Value.RegisteredDomainOf(domain) : name);
        listing = new RspamdEntries(folder, Settings, maps, rules, own);
        redis = new Lazy<(RspamdRedisKeys?, DkimFinding?)>(() => Open(facts.RedisKeys, ConfiguredSelectors()));
        tables = new Lazy<IReadOnlyList<(SigningEntry, RspamdGlob)>>(() => [.. listing.OfTables().Select(line => (Judged(line.Entry), line.Pattern))]);
        entries = new Lazy<IReadOnlyList<SigningEntry>>(() => [.. All().Select(WithOutcome)]);
        byPattern = new Lazy<ILookup<string, SigningEntry>>(() => Entries.ToLookup(entry => entry.Pattern, StringComparer.Ordinal));
        bySource = new Lazy<ILookup<string, SigningEntry>>(() => tables.Value.Select(line => WithOutcome(line.Entry)).ToLookup(entry => entry.Source));
        findings = new Lazy<IReadOnlyList<DkimFinding>>(() => [.. FindProblems()]);
    }

    public RspamdSettings Settings { get; }

    public RspamdDomainFile Own { get; }

    /// <inheritdoc/>
    public override SignerType Signer => SignerType.Rspamd;

    /// <inheritdoc/>
    public override SignerDaemon Daemon { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SigningEntry> Entries => entries.Value;

    /// <inheritdoc/>
    public override IReadOnlyList<DkimFinding> Findings => findings.Value;

    /// <inheritdoc/>
    public override DkimFinding? NotEditable =>
        !Settings.IsEnabled ? FindingTable.DkimSigningDisabled.With()
        : Settings.Overrider is { } setting ? FindingTable.BlocksOverridden.With(("setting", setting))
        : !included ? FindingTable.DomainFileNotIncluded.With(("path", folder.LocalPath), ("file", Own.Path))
        : Own.ForeignLine is { } line ? FindingTable.DomainFileForeign.With(("source", $"{Own.Path}:{line}"))
        : null;

    /// <inheritdoc/>
    public override IReadOnlyList<SignerFile> Files => [new SignerFile(Own.Path, Own.Content)];

    /// <summary>The domain as which mail of another is signed.</summary>
    /// <param name="domain">The sender's domain.</param>
    public string SigningDomainOf(DomainName domain) => rules.SigningDomainOf(domain);

    /// <summary>What Rspamd attempts for a message.</summary>
    /// <param name="mail">The message.</param>
    public RspamdSelection Select(RspamdMail mail) => rules.Select(mail);

    /// <inheritdoc/>
    public override SigningDecision DecisionFor(DomainName domain)
    {
        RspamdSelection[] selections = [rules.Select(RspamdMail.FromUser(domain.Value)), rules.Select(RspamdMail.FromHost(domain.Value))];
        var choices = selections.SelectMany(selection => selection.Choices).Distinct().ToArray();
        var unknown = selections.Select(selection => selection.Unknown).OfType<string>().Distinct().Select(listing.Unknown);
        var all = Settings.Overrider == RedisSetting
            ? selections.Any(selection => selection.ExcludedBy is null or "try_fallback") ? InRedis(SigningDomainOf(domain)) : []
            : choices.SelectMany(EntriesOf);
        return new SigningDecision([.. all, .. unknown], [.. ForSome(domain)]);
    }

    /// <inheritdoc/>
    /// <remarks>The form of an Ed25519 key is a finding of the entry already.</remarks>
    internal override KeyFileVerdict JudgeKeyFile(string path) =>
        facts.ProblemOfForm(path) is null ? facts.Judge(path) : new KeyFileVerdict(DkimSigningOutcome.Unsigned, []);

    /// <inheritdoc/>
    public override IReadOnlyList<SigningEntry> OwnEntries(DomainName domain) =>
        [.. EntriesNamed(domain.Value).Where(entry => entry.IsOwn)];

    /// <summary>The entries of one pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    public IEnumerable<SigningEntry> EntriesNamed(string pattern) => byPattern.Value[pattern];

    /// <summary>What would sign a domain without its own block: the template, where there is a key for it.</summary>
    /// <param name="signing">The domain of the signature.</param>
    public IEnumerable<SigningEntry> FallbackFor(string signing)
    {
        var choice = rules.ChoiceOf(signing, new RspamdBlockKey(null, null));
        if (Settings.FallsBack && choice.File is { } path && File.Exists(path))
        {
            yield return Judged(listing.Entry(RspamdEntries.Everybody, choice, folder.SourceOf("path")));
        }
    }

    private const string RedisSetting = "use_redis";

    private IEnumerable<SigningEntry> All() => Settings.Overrider is { } setting
        ?
        [
            .. tables.Value.Select(line => line.Entry),
            .. setting == RedisSetting ? redis.Value.Keys?.Entries() ?? [UnknownRedis()] : [],
            .. listing.OfUnread(),
            .. listing.OfBlocks().Select(Judged).Select(entry => entry with { Findings = [FindingTable.BlocksOverridden.With(("setting", setting)), .. entry.Findings] }),
        ]
        : [.. listing.OfBlocks().Select(Judged), .. listing.OfMaps().Select(Judged), .. listing.OfUnread(), .. listing.OfTemplate()];

    /// <summary>An entry signs where it is one of those that a message of its domain comes to.</summary>
    private SigningEntry WithOutcome(SigningEntry entry) => entry.Outcome == DkimSigningOutcome.Signed && (!Settings.IsEnabled || IsPassedOver(entry))
        ? entry with { Outcome = DkimSigningOutcome.Unsigned }
        : entry;

    private bool IsPassedOver(SigningEntry entry)
    {
        if (Settings.Overrider is not null)
        {
            return entry.Findings.Any(finding => finding.Severity == FindingSeverity.Error);
        }

        if (entry.Pattern == RspamdEntries.Everybody)
        {
            return false;
        }

        return entry.Domain is not { } domain || entry.KeyPath is null
            || !new[] { RspamdMail.FromUser(domain.Value), RspamdMail.FromHost(domain.Value) }.Any(mail => rules.Select(mail) is var selection
                && (selection.Unknown is not null || selection.Choices.Any(choice =>
                    choice.Selector == entry.Selector && choice.File == entry.KeyPath && choice.Domain == entry.SigningDomain)));
    }

    private IEnumerable<SigningEntry> EntriesOf(RspamdChoice choice)
    {
        var known = (choice.Source is { } source ? bySource.Value[source] : EntriesNamed(choice.Domain))
            .Where(entry => choice.Source is not null || (entry.Selector == choice.Selector && entry.KeyPath == choice.File)).Take(1).ToArray();
        return known.Length > 0 ? known : FallbackFor(choice.Domain).Where(entry => entry.KeyPath == choice.File);
    }

    /// <summary>The lines of signing_table for some of a domain's senders, before the one for all.</summary>
    private IEnumerable<SigningEntry> ForSome(DomainName domain) => tables.Value.TakeWhile(line => !line.Pattern.CoversDomain(domain.Value))
        .Select(line => line.Entry).Where(entry => entry.Pattern.EndsWith("@" + domain.Value, StringComparison.OrdinalIgnoreCase));

    private SigningEntry Judged(SigningEntry entry) => entry.KeyPath is { } path && facts.ProblemOfForm(path) is { } problem
        ? entry with { Findings = [.. entry.Findings, problem] }
        : entry;

    private IEnumerable<DkimFinding> FindProblems()
    {
        if (!Settings.IsEnabled)
        {
            yield return FindingTable.DkimSigningDisabled.With();
            yield break;
        }

        if (rules.Select(RspamdMail.FromHost(AnyDomain)).ExcludedBy is { } host && Excluding.Contains(host))
        {
            yield return FindingTable.MailOfHostNotSigned.With(("setting", host == "sign_networks" ? "sign_local" : host));
        }

        if (rules.Select(RspamdMail.FromUser(AnyDomain)).ExcludedBy is { } user && Excluding.Contains(user))
        {
            yield return FindingTable.MailOfUsersNotSigned.With(("setting", user));
        }
    }

    private static (RspamdRedisKeys? Keys, DkimFinding? Problem) Open(
        Func<IEnumerable<(string Domain, string Selector)>, RspamdRedisKeys> redisKeys, IEnumerable<(string Domain, string Selector)> configured)
    {
        try
        {
            return (redisKeys(configured), null);
        }
        catch (DkimException exception)
        {
            return (null, exception.Finding);
        }
    }

    /// <summary>The selectors that blocks, or else the map, give domains.</summary>
    private IEnumerable<(string Domain, string Selector)> ConfiguredSelectors() =>
        from name in Settings.DomainBlocks.Where(block => block.Keys.Count > 0).Select(block => block.Domain)
            .Concat(maps.Selectors?.Lines.Select(line => line.Key.ToLowerInvariant()) ?? []).Distinct().ToArray()
        from choice in rules.KeysFor(name).Choices
        select (name, choice.Selector!);

    private SigningEntry UnknownRedis() => new(RspamdEntries.Everybody, folder.SourceOf(RedisSetting))
    {
        Outcome = DkimSigningOutcome.Unreachable,
        Findings = [redis.Value.Problem!],
    };

    private IEnumerable<SigningEntry> InRedis(string signing) => redis.Value.Keys?.EntriesFor(signing) ?? [UnknownRedis()];
}
