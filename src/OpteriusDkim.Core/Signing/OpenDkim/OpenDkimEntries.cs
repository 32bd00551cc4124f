using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Converts the lines of a SigningTable to entries, each with its key and findings.</summary>
internal sealed class OpenDkimEntries(OpenDkimTables tables)
{
    private readonly OpenDkimSigningLineRules lineRules = new(tables);
    private readonly OpenDkimKeyEntryRules keyRules = new(tables);
    private readonly OpenDkimDomainEntries domains = new(tables);

    /// <summary>All entries in table order; those of Domain and KeyFile if no KeyTable is configured.</summary>
    public IReadOnlyList<SigningEntry> All()
    {
        if (tables.SigningTable is { } table)
        {
            return [.. table.Lines.Select(line => Entry(line)), .. table.Ignored.Select(index => Skipped(table, index))];
        }

        return tables.Unreadable is not null ? [Unknown()] : domains.All();
    }

    /// <summary>The entry for a line.</summary>
    /// <param name="sender">The sender domain, which fills in templates; null for the line as written.</param>
    public SigningEntry Entry(OpenDkimSigningLine line, DomainName? sender = null)
    {
        var table = tables.SigningTable!;
        var asked = tables.Scope.Rules.DomainToLookUp(sender);
        var key = KeyOf(line, asked);
        var (outcome, findings) = lineRules.Judge(line, key, asked);
        return new SigningEntry(line.Pattern, table.SourceOf(line))
        {
            Domain = line.Kind is OpenDkimPatternKind.Domain or OpenDkimPatternKind.Subdomains
                && DomainName.TryParse(line.Host, out var domain) ? domain : null,
            IsForSubdomains = line.Kind == OpenDkimPatternKind.Subdomains,
            IsOwn = IsOwn(line, key),
            KeyName = line.KeyName.Length == 0 ? null : line.KeyName,
            SigningDomain = key?.Domain,
            Selector = key?.Selector,
            KeyPath = key is { IsFile: true } ? ResolvedPath.Full(key.Path!, tables.Folder) : null,
            Algorithm = key?.Algorithm,
            KeyPathIsOpen = key is { IsFile: true, IsTemplate: true } && asked is null,
            Outcome = OutcomeOf(line, outcome, key, asked),
            Findings = [.. findings, .. key is null ? [] : keyRules.FindingsOn(key)],
        };
    }

    /// <summary>The daemon looks up and reads the key before it checks Mode, and does both only for mail to be signed.</summary>
    private DkimSigningOutcome OutcomeOf(OpenDkimSigningLine line, DkimSigningOutcome found, OpenDkimKey? key, DomainName? sender)
    {
        var ofSigning = tables.Scope.OfSigning;
        var decided = found switch
        {
            DkimSigningOutcome.Unsigned when lineRules.MatchesNothing(line) => tables.Scope.Unsigned(sender?.Value),
            _ when !tables.Scope.Signs && key is { IsFile: false, IsIncomplete: false, IsNotAscii: false } => DkimSigningOutcome.Unsigned,
            DkimSigningOutcome.Signed when ofSigning != DkimSigningOutcome.Signed && IsMissing(key) => DkimSigningOutcome.TemporaryFailure,
            DkimSigningOutcome.Unsigned when IsMissing(key) => DkimSigningOutcome.TemporaryFailure,
            DkimSigningOutcome.Signed => ofSigning,
            _ => found,
        };
        return tables.Scope.OutcomeOf(decided, sender?.Value, () => tables.SigningTable!.MatchesAll(line));
    }

    private bool IsMissing(OpenDkimKey? key) => key is { IsFile: true } && !File.Exists(ResolvedPath.Full(key.Path!, tables.Folder));

    /// <summary>The entry of Domain, Selector and KeyFile for a domain, or null.</summary>
    public SigningEntry? SingleKey(DomainName domain) => domains.For(domain);

    /// <summary>An entry for a SigningTable that can't be read.</summary>
    public SigningEntry Unknown() => new("*", tables.ConfigurationPath)
    {
        Outcome = DkimSigningOutcome.Unreachable,
        Findings = [tables.Unreadable!],
    };

    /// <summary>Whether a line and its key belong to one domain only: neither is a template.</summary>
    private bool IsOwn(OpenDkimSigningLine line, OpenDkimKey? key) =>
        line.Kind is OpenDkimPatternKind.Domain or OpenDkimPatternKind.Subdomains
        && !line.IsTemplate
        && (key is null || tables.KeyTable!.Find(line.KeyName) is not { IsTemplate: true })
        && (key is null || key.Data is null || key.IsFile)
        && !tables.SigningTable!.File.Lines[line.Index].IsPiece;

    private OpenDkimKey? KeyOf(OpenDkimSigningLine line, DomainName? sender)
    {
        var domain = sender?.Value ?? (line.Kind == OpenDkimPatternKind.Domain ? line.Host : null);
        var name = line.IsTemplate ? domain : line.KeyName;
        return name is null ? null : tables.KeyTable?.Find(name)?.For(domain);
    }

    private static SigningEntry Skipped(OpenDkimSigningTable table, int index)
    {
        var source = table.File.Source(table.File.Lines[index]);
        return new SigningEntry(PrintableText.Clean(OpenDkimField.Text(table.File.Text(table.File.Lines[index])).Trim()), source)
        {
            Outcome = DkimSigningOutcome.Unsigned,
            Findings = [FindingTable.SigningLineIgnored.With(("source", source))],
        };
    }
}
