using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Changes;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.KeyUsage;
using OpteriusDkim.Signing.Setup;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>The state of Rspamd's dkim_signing.</summary>
internal sealed class RspamdState : SigningState
{
    private readonly RspamdFolder folder;
    private readonly bool included;
    private readonly RspamdKeyFacts facts;
    private readonly RspamdRules rules;
    private readonly RspamdEntries listing;
    private readonly Lazy<IReadOnlyList<SigningEntry>> entries;
    private readonly Lazy<ILookup<string, SigningEntry>> byPattern;
    private readonly RspamdOutcome outcome;
    private readonly RspamdRedisEntries redis;
    private readonly Lazy<IReadOnlyList<(SigningEntry Entry, RspamdGlob Pattern)>> tables;
    private readonly Lazy<IReadOnlyList<DkimFinding>> findings;

    private readonly RspamdSigner signer;

    public RspamdState(
        RspamdFolder folder, RspamdConfiguration configuration, RspamdDomainFile own, SignerDaemon daemon, RspamdKeyFacts facts,
        RspamdSigner signer)
    {
        this.signer = signer;
        (this.folder, this.facts, Settings, Own, Daemon) = (folder, facts, configuration.Signing, own, daemon);
        included = folder.IncludesDomainFile();
        var suffixes = new Lazy<RspamdSuffixes>(() => RspamdSuffixes.In(configuration.SuffixPath));
        var maps = new RspamdMaps(Settings, folder.SourceOf, configuration.Version, new SignerFiles());
        rules = new RspamdRules(
            Settings, maps, name => DomainName.TryParse(name, out var domain) ? suffixes.Value.RegisteredDomainOf(domain) : name);
        listing = new RspamdEntries(folder, Settings, maps, rules, own);
        outcome = new RspamdOutcome(Settings, rules);
        redis = new RspamdRedisEntries(Settings, maps, rules, facts.RedisKeys, folder.SourceOf(RspamdRedisEntries.Setting));
        tables = new Lazy<IReadOnlyList<(SigningEntry, RspamdGlob)>>(() =>
            [.. listing.OfTables().Select(line => (outcome.OfTable(WithFormProblem(line.Entry), line.Pattern), line.Pattern))]);
        entries = new Lazy<IReadOnlyList<SigningEntry>>(() =>
            [.. tables.Value.Select(line => line.Entry), .. EntriesOutsideTables().Select(outcome.Of)]);
        byPattern = new Lazy<ILookup<string, SigningEntry>>(() => Entries.ToLookup(entry => entry.Pattern, StringComparer.Ordinal));
        findings = new Lazy<IReadOnlyList<DkimFinding>>(() => [.. new RspamdExclusions(Settings, rules).Findings()]);
    }

    public RspamdSettings Settings { get; }

    public RspamdDomainFile Own { get; }

    public override SigningEdit Plan(IReadOnlyList<SigningChange> changes)
    {
        if (NotEditable is { } reason)
        {
            return new RspamdEdit(this, signer, [], [], changes.ToDictionary(change => change.Domain, _ => reason));
        }

        var planner = new RspamdPlanner(this, signer.Forms.PathFor, signer.Forms.AlgorithmOf);
        var refused = new Dictionary<DomainName, DkimFinding>();
        var wanted = new Dictionary<DomainName, IReadOnlyList<RspamdSignature>>();
        foreach (var change in changes)
        {
            var signatures = planner.Signatures(change, out var refusal);
            if (refusal is null)
            {
                wanted.Add(change.Domain, signatures);
            }
            else
            {
                refused.Add(change.Domain, refusal);
            }
        }

        return new RspamdEdit(this, signer, [.. changes.Where(change => wanted.ContainsKey(change.Domain))], FilesOf(wanted), refused)
        {
            Unchanged = wanted.Where(domain => domain.Value.SequenceEqual(Own.SignaturesOf(domain.Key))).Select(domain => domain.Key)
                .ToHashSet(),
        };
    }

    /// <summary>The edit for changed signatures of some domains; empty if they are unchanged.</summary>
    public IReadOnlyList<FileEdit> FilesOf(IReadOnlyDictionary<DomainName, IReadOnlyList<RspamdSignature>> wanted) =>
        wanted.All(domain => domain.Value.SequenceEqual(Own.SignaturesOf(domain.Key)))
            ? []
            : [new FileEdit(Own.Path, Own.Content, Own.With(wanted))];

    public override Task<IReadOnlyDictionary<DomainName, DkimFinding>> FindUnableAsync(
        IReadOnlyList<SigningChange> changes, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<DomainName, DkimFinding>>(changes
            .Where(change => change.To is { } key && !File.Exists(signer.Forms.PathFor(key)))
            .ToDictionary(change => change.Domain, change => FindingTable.KeyFileMissing.With(("path", signer.Forms.PathFor(change.To!)))));

    public override SignerType Signer => SignerType.Rspamd;

    public override SignerDaemon Daemon { get; }

    public override IReadOnlyList<SigningEntry> Entries => entries.Value;

    public override IReadOnlyList<DkimFinding> Findings => findings.Value;

    public override DkimFinding? NotEditable =>
        Settings.IsEnabled switch
        {
            false => FindingTable.DkimSigningDisabled.With(),
            _ when Settings.OverridingSetting is { } setting => FindingTable.BlocksOverridden.With(("setting", setting)),
            _ when !included => FindingTable.DomainFileNotIncluded.With(("path", folder.LocalPath), ("file", Own.Path)),
            _ when Own.ForeignLine is { } line => FindingTable.DomainFileForeign.With(("source", $"{Own.Path}:{line}")),
            _ => null,
        };

    public override IReadOnlyList<SignerFile> Files => [new SignerFile(Own.Path, Own.Content)];

    /// <summary>The signing domain for mail of a sender domain.</summary>
    public string SigningDomainOf(DomainName domain) => rules.SigningDomainOf(domain);

    public override SigningDecision DecisionFor(DomainName domain)
    {
        var selections = RspamdOutcome.MailOf(domain.Value).Select(rules.Select).ToArray();
        var unknown = selections.Select(selection => selection.Unknown).OfType<string>().Distinct().Select(listing.Unknown);
        return new SigningDecision([.. Deciding(domain, selections), .. unknown], [.. ForSome(domain)]);
    }

    /// <remarks>The entry already has the finding on the format of an Ed25519 key.</remarks>
    internal override KeyFileVerdict AssessKeyFile(string path) =>
        facts.ProblemOfForm(path) is null ? facts.Assess(path) : new KeyFileVerdict(DkimSigningOutcome.Unsigned, []);

    public override IReadOnlyList<SigningEntry> OwnEntries(DomainName domain) =>
        [.. EntriesNamed(domain.Value).Where(entry => entry.IsOwn)];

    /// <summary>The entries with a pattern.</summary>
    public IEnumerable<SigningEntry> EntriesNamed(string pattern) => byPattern.Value[pattern];

    /// <summary>The entry that would sign a domain without its own block: the template, if its key exists.</summary>
    public IEnumerable<SigningEntry> FallbackFor(string signing)
    {
        var choice = rules.Keys.ChoiceOf(signing, new RspamdBlockKey(null, null));
        if (Settings.FallsBack && choice.File is { } path && File.Exists(path))
        {
            yield return WithFormProblem(listing.Entry(RspamdEntries.AnyDomain, choice, folder.SourceOf("path")));
        }
    }

    private IEnumerable<SigningEntry> EntriesOutsideTables() => Settings.OverridingSetting is { } setting
        ?
        [
            .. setting == RspamdRedisEntries.Setting ? redis.All() : [],
            .. listing.OfUnreadable(),
            .. listing.OfBlocks().Select(WithFormProblem).Select(entry => Overridden(entry, setting)),
        ]
        :
        [
            .. listing.OfBlocks().Select(WithFormProblem),
            .. listing.OfMaps().Select(WithFormProblem),
            .. listing.OfUnreadable(),
            .. listing.OfTemplate(),
        ];

    private static SigningEntry Overridden(SigningEntry entry, string setting) =>
        entry with { Findings = [FindingTable.BlocksOverridden.With(("setting", setting)), .. entry.Findings] };

    private IEnumerable<SigningEntry> Deciding(DomainName domain, RspamdSelection[] selections)
    {
        if (Settings.OverridingSetting == RspamdRedisEntries.Setting)
        {
            return selections.Any(RspamdRedisEntries.UsesRedis) ? redis.For(SigningDomainOf(domain)) : [];
        }

        return Settings.HasTables
            ? selections.Select(selection => selection.Line).OfType<RspamdMapLine>().DistinctBy(line => line.Source)
                .Select(line => OfTable(line, domain))
            : selections.SelectMany(selection => selection.Choices).Distinct().SelectMany(EntriesOf);
    }

    private SigningEntry OfTable(RspamdMapLine line, DomainName domain) =>
        RspamdOutcome.OfDeciding(WithFormProblem(listing.OfTable(line, domain)));

    private IEnumerable<SigningEntry> EntriesOf(RspamdChoice choice)
    {
        var known = EntriesNamed(choice.Domain)
            .Where(entry => entry.Selector == choice.Selector && entry.KeyPath == choice.File).Take(1).ToArray();
        return known.Length > 0 ? known : FallbackFor(choice.Domain).Where(entry => entry.KeyPath == choice.File);
    }

    /// <summary>The lines of signing_table for some of a domain's senders, before the line for all.</summary>
    private IEnumerable<SigningEntry> ForSome(DomainName domain) => tables.Value.TakeWhile(line => !line.Pattern.CoversDomain(domain.Value))
        .Select(line => line.Entry).Where(entry => entry.Pattern.EndsWith("@" + domain.Value, StringComparison.OrdinalIgnoreCase));

    private SigningEntry WithFormProblem(SigningEntry entry) => entry.KeyPath is { } path && facts.ProblemOfForm(path) is { } problem
        ? entry with { Findings = [.. entry.Findings, problem] }
        : entry;
}
