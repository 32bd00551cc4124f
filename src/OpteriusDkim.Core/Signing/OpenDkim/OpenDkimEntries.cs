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
        var (outcome, findings) = lineRules.Assess(line, key, asked);
        var (decided, precedence) = Decide(line, outcome, key, asked);
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
            Outcome = decided,
            Precedence = precedence,
            Findings = [.. findings, .. key is null ? [] : keyRules.FindingsOn(key)],
        };
    }

    /// <summary>
    /// For mail that is to be signed the key file is opened first. Then comes what keeps all mail from being signed, then the key in it,
    /// and last the signer's identity.
    /// </summary>
    private (DkimSigningOutcome Outcome, KeyPrecedence Precedence) Decide(
        OpenDkimSigningLine line, DkimSigningOutcome found, OpenDkimKey? key, DomainName? sender)
    {
        if (tables.Scope.Skips(sender?.Value, () => tables.SigningTable!.MatchesAll(line))
            || (found == DkimSigningOutcome.Unsigned && lineRules.MatchesNothing(line)))
        {
            return (tables.Scope.Unsigned(sender?.Value), KeyPrecedence.None);
        }

        var ofSigning = tables.Scope.OfSigning;
        return found switch
        {
            _ when ofSigning != DkimSigningOutcome.Signed && key is { IsFile: false, IsIncomplete: false, IsNotAscii: false } =>
                (ofSigning, KeyPrecedence.None),
            DkimSigningOutcome.Signed or DkimSigningOutcome.Unsigned => ofSigning == DkimSigningOutcome.Signed
                ? (found, KeyPrecedence.Content)
                : (ofSigning, KeyPrecedence.Access),
            _ => (found, KeyPrecedence.None),
        };
    }

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
