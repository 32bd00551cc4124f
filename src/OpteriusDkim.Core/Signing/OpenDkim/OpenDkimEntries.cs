namespace OpteriusDkim;

/// <summary>Shows the lines of a SigningTable as entries, each with its key and with what is wrong with it.</summary>
/// <param name="tables">The tables.</param>
internal sealed class OpenDkimEntries(OpenDkimTables tables)
{
    /// <summary>Every entry in the order of the table; those of a single-key configuration where there are no tables.</summary>
    public IReadOnlyList<SigningEntry> All() => tables.SigningTable is { } table
        ? [.. table.Lines.Select(Entry), .. table.Ignored.Select(index => Skipped(table, index))]
        : SingleKeys();

    /// <summary>The entry of one line.</summary>
    public SigningEntry Entry(OpenDkimSigningLine line)
    {
        var table = tables.SigningTable!;
        var key = KeyOf(line);
        return new SigningEntry(line.Pattern, table.File.Source(table.File.Lines[line.Index]))
        {
            Domain = line.Kind is OpenDkimPatternKind.Domain or OpenDkimPatternKind.Subdomains && DomainName.TryParse(line.Host, out var domain) ? domain : null,
            IsForSubdomains = line.Kind == OpenDkimPatternKind.Subdomains,
            IsOwn = IsOwn(line, key),
            KeyName = line.KeyName.Length == 0 ? null : line.KeyName,
            SigningDomain = key?.Domain,
            Selector = key?.Selector,
            KeyPath = key is { IsFile: true } ? Path.GetFullPath(key.Data!, tables.Folder) : null,
            Findings = FindingsOf(line, key),
        };
    }

    /// <summary>What a configuration of Domain, Selector and KeyFile does for a domain, or null.</summary>
    public SigningEntry? SingleKey(DomainName domain) => SingleKeys().FirstOrDefault(entry => entry.Domain == domain);

    /// <summary>Whether a line and its key are a domain's own: nothing in them is filled in for others.</summary>
    private bool IsOwn(OpenDkimSigningLine line, OpenDkimKey? key) =>
        line.Kind is OpenDkimPatternKind.Domain or OpenDkimPatternKind.Subdomains
        && !line.IsTemplate
        && key is not { IsTemplate: true }
        && (key is null || key.Data is null || key.IsFile)
        && !tables.SigningTable!.File.Lines[line.Index].IsPiece;

    private OpenDkimKey? KeyOf(OpenDkimSigningLine line) =>
        line.IsTemplate ? tables.KeyTable!.Find(line.Host) : tables.KeyTable!.Find(line.KeyName);

    private IReadOnlyList<SigningEntry> SingleKeys()
    {
        if (tables.Configuration["KeyFile"] is not { Value.Length: > 0 } file || tables.Configuration["KeyTable"] is not null)
        {
            return [];
        }

        var domains = tables.Configuration["Domain"];
        var selector = tables.Configuration["Selector"]?.Value;
        return
        [
            .. (domains?.Value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(name => new SigningEntry(name, domains!.Source)
                {
                    Domain = DomainName.TryParse(name, out var domain) ? domain : null,
                    SigningDomain = name,
                    Selector = selector,
                    KeyPath = Path.GetFullPath(file.Value, tables.Folder),
                    Findings = [FindingTable.SingleKeySigning.With(("path", tables.ConfigurationPath))],
                }),
        ];
    }

    private static SigningEntry Skipped(OpenDkimSigningTable table, int index)
    {
        var source = table.File.Source(table.File.Lines[index]);
        return new SigningEntry(PrintableText.Clean(OpenDkimField.Text(table.File.Text(table.File.Lines[index])).Trim()), source)
        {
            Findings = [FindingTable.SigningLineIgnored.With(("source", source))],
        };
    }

    private List<DkimFinding> FindingsOf(OpenDkimSigningLine line, OpenDkimKey? key)
    {
        var table = tables.SigningTable!;
        var at = table.File.Lines[line.Index];
        return [.. LineFindings(line, table, at), .. KeyFindings(line, key)];
    }

    private static IEnumerable<DkimFinding> LineFindings(OpenDkimSigningLine line, OpenDkimSigningTable table, OpenDkimLine at)
    {
        var source = table.File.Source(at);
        var pattern = PrintableText.Clean(line.Pattern);
        if (at.IsPiece)
        {
            yield return FindingTable.TableLineTooLong.With(("source", source), ("limit", OpenDkimTableFile.LongestLine));
        }

        if (line.Value is null)
        {
            yield return FindingTable.SigningLineCrashes.With(("source", source), ("pattern", pattern));
        }
        else if (line.KeyName.Length == 0)
        {
            yield return FindingTable.SigningLineWithoutKey.With(("source", source), ("pattern", pattern));
        }

        if (table.HasPatterns && line.Kind == OpenDkimPatternKind.Other)
        {
            if (OpenDkimPattern.Parse(line.Pattern).IsBroken)
            {
                yield return FindingTable.PatternBroken.With(("source", source), ("pattern", pattern));
            }
            else if (!line.Pattern.Contains('@', StringComparison.Ordinal) && !line.Pattern.Contains('*', StringComparison.Ordinal))
            {
                yield return FindingTable.BareDomainInRefile.With(("source", source), ("pattern", pattern));
            }
        }

        if (!table.HasPatterns && line.Pattern.Contains('*', StringComparison.Ordinal) && line.Pattern != "*" && !line.Pattern.EndsWith("@*", StringComparison.Ordinal))
        {
            yield return FindingTable.WildcardInPlainFile.With(("source", source), ("pattern", pattern));
        }

        if (line.Kind == OpenDkimPatternKind.Other && CoversAll(line, table))
        {
            yield return FindingTable.SignsForEverybody.With(("source", source), ("pattern", pattern));
        }
    }

    private static bool CoversAll(OpenDkimSigningLine line, OpenDkimSigningTable table) => table.HasPatterns
        ? OpenDkimPattern.Parse(line.Pattern).CoversDomain("\u0002.\u0003")
        : line.Pattern == "*";

    private IEnumerable<DkimFinding> KeyFindings(OpenDkimSigningLine line, OpenDkimKey? key)
    {
        var source = tables.SigningTable!.File.Source(tables.SigningTable.File.Lines[line.Index]);
        if (key is null)
        {
            if (line.KeyName.Length > 0 && !line.IsTemplate)
            {
                yield return FindingTable.KeyNameUnknown.With(
                    ("source", source), ("name", PrintableText.Quote(line.KeyName)), ("table", tables.KeyTable!.File.Path));
            }

            yield break;
        }

        var keySource = tables.KeyTable!.File.Source(tables.KeyTable.File.Lines[key.Index]);
        if (string.IsNullOrEmpty(key.Selector) || string.IsNullOrEmpty(key.Data) || key.Domain.Length == 0)
        {
            yield return FindingTable.KeyTableLineBroken.With(("source", keySource));
        }
        else if (key.IsPadded)
        {
            yield return FindingTable.KeyTableSpaces.With(("source", keySource));
        }
        else if (!key.IsFile)
        {
            yield return FindingTable.KeyInTable.With(("source", keySource));
        }
    }
}
