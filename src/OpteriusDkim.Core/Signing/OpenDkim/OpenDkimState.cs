using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Changes;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Setup;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>The state of OpenDKIM's configuration and tables.</summary>
internal sealed class OpenDkimState : SigningState
{
    private readonly OpenDkimEntries reader;
    private readonly OpenDkimKeyFile keyFiles;
    private readonly Lazy<IReadOnlyList<SigningEntry>> entries;
    private readonly Lazy<DkimFinding?> stopped;

    private readonly OpenDkimFeatures features;
    private readonly OpenDkimReader rereader;

    /// <param name="refusal">Checks why the daemon doesn't start with this configuration.</param>
    public OpenDkimState(
        OpenDkimTables tables, SignerDaemon daemon, OpenDkimFeatures features, OpenDkimReader rereader, Func<DkimFinding?> refusal)
    {
        (this.features, this.rereader) = (features, rereader);
        Tables = tables;
        Daemon = daemon;
        keyFiles = new OpenDkimKeyFile(OpenDkimKeyRules.Of(tables.ConfigurationPath, tables.Configuration));
        reader = new OpenDkimEntries(tables);
        entries = new Lazy<IReadOnlyList<SigningEntry>>(reader.All);
        stopped = new Lazy<DkimFinding?>(refusal);
    }

    public OpenDkimTables Tables { get; }

    public override SignerType Signer => SignerType.OpenDkim;

    public override SignerDaemon Daemon { get; }

    public override IReadOnlyList<SigningEntry> Entries => entries.Value;

    public override IReadOnlyList<DkimFinding> Findings => [.. OnScope(), .. OnKeyTable()];

    public override DkimFinding? Stopped => stopped.Value;

    public override IReadOnlyList<DkimFinding> OfProcess => OpenDkimCommandLine.ProblemsOf(Tables.Configuration, Daemon);

    public override bool OneFailureHoldsAll => true;

    public override DkimFinding? NotEditable => Tables.Problem;

    public override IReadOnlyList<SignerFile> Files =>
    [
        .. new[] { Tables.KeyTable?.File, Tables.SigningTable?.File }.OfType<OpenDkimTableFile>().Where(file => file.Directive is null)
            .Select(file => new SignerFile(file.Path, file.Content)),
    ];

    public override SigningEdit Plan(IReadOnlyList<SigningChange> changes) => NotEditable is { } reason
        ? new OpenDkimEdit(this, [], [], changes.ToDictionary(change => change.Domain, _ => reason), [])
        : new OpenDkimPlanner(this, features.SupportsAlgorithmField).Plan(changes);

    public override async Task<IReadOnlyDictionary<DomainName, DkimFinding>> FindUnableAsync(
        IReadOnlyList<SigningChange> changes, CancellationToken cancellation)
    {
        var configured = Tables.Configuration["SignatureAlgorithm"]?.Value;
        var unable = new Dictionary<DomainName, DkimFinding>();
        foreach (var change in changes.Where(change => change.To is not null))
        {
            if (await features
                .ProblemOfAsync(change.To!.PublicKey.Algorithm, configured, cancellation).ConfigureAwait(false) is { } problem)
            {
                unable.Add(change.Domain, problem);
            }
            else if (Tables.KeyTable?.OfDomain(change.Domain).Any(entry => entry.Algorithm is not null) == true)
            {
                // The plan for a key next to entries with that field depends on it as well.
                await features.DetectAlgorithmFieldAsync(cancellation).ConfigureAwait(false);
            }
        }

        return unable;
    }

    /// <summary>Reads the state again.</summary>
    /// <exception cref="InaccessibleException">The configuration or a table can't be read.</exception>
    public OpenDkimState ReadAgain() => rereader.Read();

    public override SigningDecision DecisionFor(DomainName domain)
    {
        if (Tables.SigningTable is not { } table)
        {
            return new SigningDecision(
                Tables.Unreadable switch
                {
                    not null => [reader.Unknown()],
                    _ when reader.SingleKey(domain) is { } single => [single],
                    _ => [],
                }, []);
        }

        // SenderHeaders can name a field that every message has, such as To: then only lines for everybody's mail are sure to count.
        var asked = Tables.Scope.Rules.DomainToLookUp(domain)!;
        var all = table.Covering(asked).ToArray();
        all = all.Length > 0 ? all : [.. table.Covering(domain)];
        var decides = Tables.HasMultipleSignatures ? all : all[..Math.Min(1, all.Length)];
        var some = table.MatchingSome(domain).Where(line => IsBefore(line, all));
        return new SigningDecision([.. decides.Select(Entry)], [.. some.Select(Entry)]);

        SigningEntry Entry(OpenDkimSigningLine line) => reader.Entry(line, domain);
    }

    public override SigningEntry Undecided(DomainName domain, SigningDecision decision)
    {
        var entry = base.Undecided(domain, decision);
        return Tables.Scope.Unsigned(domain.Value) switch
        {
            DkimSigningOutcome.Unsigned => entry,
            DkimSigningOutcome.Unreachable => entry with { Outcome = DkimSigningOutcome.Unreachable, Findings = [] },
            var outcome => entry with { Outcome = outcome },
        };
    }

    internal override KeyFileVerdict AssessKeyFile(string path) => keyFiles.Assess(path);

    internal override KeyFileVerdict AssessKeyFile(string path, string? algorithm) => algorithm is null ? AssessKeyFile(path)
        : new OpenDkimKeyFile(
            OpenDkimKeyRules.Of(Tables.ConfigurationPath, Tables.Configuration) with { Algorithm = algorithm.ToLowerInvariant() })
                .Assess(path);

    public override IReadOnlyList<SigningEntry> OwnEntries(DomainName domain) =>
        [.. Tables.SigningTable?.OwnLines(domain).Select(line => reader.Entry(line, Sender(line, domain))) ?? []];

    public override IEnumerable<SigningEntry> EntriesOf(DomainName domain) =>
        Tables.SigningTable?.Naming(domain).Select(line => reader.Entry(line, Sender(line, domain))) ?? base.EntriesOf(domain);

    /// <summary>The entries that match some addresses of a domain but not all, also those without effect.</summary>
    public IReadOnlyList<SigningEntry> MatchingSome(DomainName domain) =>
        [.. Tables.SigningTable?.MatchingSome(domain).Select(line => reader.Entry(line)) ?? []];

    /// <summary>The entries of others that match every address of a domain and would sign without its own entries.</summary>
    public IReadOnlyList<SigningEntry> MatchingAllOfOthers(DomainName domain) =>
    [
        .. Tables.SigningTable?.Covering(domain)
            .Where(line => !(line.Kind == OpenDkimPatternKind.Domain && line.Host == domain.Value))
            .Select(line => reader.Entry(line, domain)) ?? [],
    ];

    /// <summary>In a plain file an address takes precedence over its domain.</summary>
    private bool IsBefore(OpenDkimSigningLine line, OpenDkimSigningLine[] covering) =>
        Tables.HasMultipleSignatures || covering.Length == 0 || line.Index < covering[0].Index
        || (!Tables.SigningTable!.HasPatterns && line.Kind == OpenDkimPatternKind.User);

    /// <summary>A line for subdomains doesn't apply to the domain itself.</summary>
    private static DomainName? Sender(OpenDkimSigningLine line, DomainName domain) =>
        line.Kind == OpenDkimPatternKind.Subdomains ? null : domain;

    private IEnumerable<DkimFinding> OnScope()
    {
        if (!Tables.Scope.Signs)
        {
            yield return FindingTable.SignerOnlyVerifies.With(
                ("source", Tables.Configuration["Mode"]!.Source), ("mode", PrintableText.Quote(Tables.Configuration["Mode"]!.Value)));
        }

        if (Tables.Scope.OmitsFrom)
        {
            yield return FindingTable.FromNotSigned.With(("source", Tables.Configuration["OmitHeaders"]!.Source));
        }

        if (Tables.Scope.NoSignature != DkimSigningOutcome.Unsigned)
        {
            var directive = Tables.Configuration["On-NoSignature"] ?? Tables.Configuration["On-Default"];
            yield return FindingTable.UnsignedMailRefused.With(
                ("source", directive!.Source), ("directive", $"{directive.Name} {directive.Value}"));
        }

        if (Tables.Scope.IsPeer)
        {
            yield return FindingTable.LocalHostIsPeer.With(("source", Tables.Configuration["PeerList"]!.Source));
        }
        else if (Tables.Scope.IsExternal)
        {
            yield return FindingTable.LocalHostIsExternal.With(("source", Tables.Configuration["InternalHosts"]!.Source));
        }

        foreach (var finding in Tables.Scope.Rules.Findings())
        {
            yield return finding;
        }
    }

    private IEnumerable<DkimFinding> OnKeyTable() => Tables.KeyTable is { HasPatterns: true } table
        ? [FindingTable.KeyTableAsRefile.With(("path", table.File.Path))]
        : [];
}
