namespace OpteriusDkim;

/// <summary>What OpenDKIM's tables say, entry by entry.</summary>
internal sealed class OpenDkimState : SigningState
{
    private readonly OpenDkimEntries reader;
    private readonly OpenDkimKeyFile keyFiles;
    private readonly Lazy<IReadOnlyList<SigningEntry>> entries;

    public OpenDkimState(OpenDkimTables tables, SignerDaemon daemon)
    {
        Tables = tables;
        Daemon = daemon;
        keyFiles = new OpenDkimKeyFile(OpenDkimKeyRules.Of(tables.ConfigurationPath, tables.Configuration));
        reader = new OpenDkimEntries(tables);
        entries = new Lazy<IReadOnlyList<SigningEntry>>(reader.All);
    }

    public OpenDkimTables Tables { get; }

    /// <inheritdoc/>
    public override SignerType Signer => SignerType.OpenDkim;

    /// <inheritdoc/>
    public override SignerDaemon Daemon { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<SigningEntry> Entries => entries.Value;

    /// <inheritdoc/>
    public override IReadOnlyList<DkimFinding> Findings => Tables.KeyTable is { HasPatterns: true } table
        ? [FindingTable.KeyTableAsRefile.With(("path", table.File.Path))]
        : [];

    /// <inheritdoc/>
    public override DkimFinding? NotEditable => Tables.Problem;

    /// <inheritdoc/>
    public override IReadOnlyList<SignerFile> Files =>
    [
        .. new[] { Tables.KeyTable?.File, Tables.SigningTable?.File }.OfType<OpenDkimTableFile>()
            .Select(file => new SignerFile(file.Path, file.Content)),
    ];

    /// <inheritdoc/>
    public override SigningDecision DecisionFor(DomainName domain)
    {
        if (Tables.SigningTable is not { } table)
        {
            return new SigningDecision(reader.SingleKey(domain) is { } single ? [single] : [], []);
        }

        var all = table.Covering(domain).ToArray();
        var decides = Tables.SignsSeveral ? all : all[..Math.Min(1, all.Length)];
        var some = table.Touching(domain).Where(line => IsBefore(line, all));
        return new SigningDecision([.. decides.Select(reader.Entry)], [.. some.Select(reader.Entry)]);
    }

    /// <inheritdoc/>
    internal override KeyFileVerdict JudgeKeyFile(string path) => keyFiles.Judge(path);

    /// <inheritdoc/>
    public override IReadOnlyList<SigningEntry> OwnEntries(DomainName domain) =>
        [.. Tables.SigningTable?.OwnLines(domain).Select(reader.Entry) ?? []];

    /// <inheritdoc/>
    public override IEnumerable<SigningEntry> EntriesOf(DomainName domain) =>
        Tables.SigningTable?.Naming(domain).Select(reader.Entry) ?? base.EntriesOf(domain);

    /// <summary>The entries that take some addresses of a domain and not all, whether they decide or not.</summary>
    /// <param name="domain">The domain.</param>
    public IReadOnlyList<SigningEntry> Touching(DomainName domain) =>
        [.. Tables.SigningTable?.Touching(domain).Select(reader.Entry) ?? []];

    /// <summary>The entries that take every address of a domain and aren't its own: they would sign without those.</summary>
    /// <param name="domain">The domain.</param>
    public IReadOnlyList<SigningEntry> CoveringWithoutOwn(DomainName domain) =>
    [
        .. Tables.SigningTable?.Covering(domain)
            .Where(line => !(line.Kind == OpenDkimPatternKind.Domain && line.Host == domain.Value))
            .Select(reader.Entry) ?? [],
    ];

    /// <summary>Names are looked up from the most specific on, so that one address always comes before its domain.</summary>
    private bool IsBefore(OpenDkimSigningLine line, OpenDkimSigningLine[] covering) =>
        Tables.SignsSeveral || covering.Length == 0 || line.Index < covering[0].Index
        || (!Tables.SigningTable!.HasPatterns && line.Kind == OpenDkimPatternKind.User);
}
