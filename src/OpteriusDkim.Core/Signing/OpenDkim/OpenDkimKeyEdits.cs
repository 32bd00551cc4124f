using System.Text;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Changes;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Line changes of a KeyTable.</summary>
/// <param name="names">Counts which key names the lines of the SigningTable use.</param>
/// <param name="lines">Takes the changes.</param>
internal sealed class OpenDkimKeyEdits(
    OpenDkimTables tables, OpenDkimNames names, OpenDkimAlgorithms algorithms, List<OpenDkimLineChange> lines)
{
    private readonly OpenDkimKeyTable keys = tables.KeyTable!;

    /// <summary>The name that the planner gives to a key.</summary>
    public static string StandardName(DomainName domain, Selector selector) => new RecordName(domain, selector).Value;

    /// <summary>
    /// The names of a domain's entries that the planner gave. One that no line uses was left by a run killed after it wrote the
    /// SigningTable.
    /// </summary>
    public IEnumerable<string> StandardNamesOf(DomainName domain) => keys.OfDomain(domain).Select(entry => entry.Name)
        .Where(name => name.EndsWith($"._domainkey.{domain}", StringComparison.Ordinal));

    /// <summary>The name of the key's KeyTable entry, existing or new.</summary>
    public DkimFinding? KeyNameFor(SigningChange change, OpenDkimSigningLine[] own, out string name)
    {
        var key = change.To!;
        var known = own.Select(line => line.KeyName).Append(StandardName(change.Domain, key.Selector))
            .FirstOrDefault(candidate => keys.Find(candidate) is { } entry && Matches(entry, key));
        name = known ?? StandardName(change.Domain, key.Selector);
        if (known is not null)
        {
            return null;
        }

        var value = $"{change.Domain}:{key.Selector}:{key.Path}{algorithms.FieldFor(key)}";
        var line = Encoding.Latin1.GetBytes($"{name} {value}{keys.File.NewLine}");
        if (key.Path.AsSpan().ContainsAny("#%\n\r\0")
            || char.IsWhiteSpace(key.Path[^1])
            || line.Length > OpenDkimTableFile.LongestLine
            || key.Path.Any(character => character > '\u007F'))
        {
            return FindingTable.KeyPathUnusable.With(("path", PrintableText.Clean(key.Path)), ("limit", OpenDkimTableFile.LongestLine));
        }

        return AddOrReplaceKey(change.Domain, own, name, line);
    }

    /// <summary>Removes the domain's own entries of names that no line uses any longer.</summary>
    public void RemoveKeys(DomainName domain, IEnumerable<string> dropped)
    {
        foreach (var entry in dropped.Where(name => !names.IsUsed(name)).SelectMany(keys.FindAll).Where(entry => IsOwnKey(entry, domain)))
        {
            lines.Add(OpenDkimLineChange.Removal(domain, keys.File, entry.Index, inKeyTable: true));
        }
    }

    /// <summary>Removes the unused keys of a domain without entries, including those that a killed run left.</summary>
    public void RemoveOwnKeys(DomainName domain)
    {
        foreach (var entry in keys.OfDomain(domain).Where(entry => !names.IsUsed(entry.Name) && IsOwnKey(entry, domain)))
        {
            lines.Add(OpenDkimLineChange.Removal(domain, keys.File, entry.Index, inKeyTable: true));
        }
    }

    /// <summary>Adds the KeyTable line, or replaces the domain's own line of that name.</summary>
    private DkimFinding? AddOrReplaceKey(DomainName domain, OpenDkimSigningLine[] own, string name, byte[] line)
    {
        var present = keys.FindAll(name).ToArray();
        if (present.Length == 0)
        {
            lines.Add(new OpenDkimLineChange(domain, InKeyTable: true, keys.File.Lines.Count, Old: null, line));
            return null;
        }

        var usedByOthers = names.CountOf(name) > own.Count(mine => mine.KeyName == name);
        if (usedByOthers || !Array.TrueForAll(present, entry => IsOwnKey(entry, domain)))
        {
            return FindingTable.KeyNameTaken.With(("source", Source(present[0])), ("name", name));
        }

        var index = present[0].Index;
        lines.Add(new OpenDkimLineChange(domain, InKeyTable: true, index, keys.File.Bytes(keys.File.Lines[index]).ToArray(), line));
        foreach (var other in present.Skip(1))
        {
            lines.Add(OpenDkimLineChange.Removal(domain, keys.File, other.Index, inKeyTable: true));
        }

        return null;
    }

    private bool IsOwnKey(OpenDkimKey entry, DomainName domain) =>
        domain.Value.Equals(entry.Domain.Trim(), StringComparison.OrdinalIgnoreCase)
        && !entry.IsTemplate
        && (entry.IsFile || string.IsNullOrEmpty(entry.Data) || entry.Data.TrimStart().StartsWith('/'))
        && !keys.File.Lines[entry.Index].IsPiece;

    private bool Matches(OpenDkimKey entry, StoredKey key) => entry is { IsPadded: false, IsFile: true, IsTemplate: false }
        && key.Domain.Value.Equals(entry.Domain, StringComparison.OrdinalIgnoreCase)
        && key.Selector.Value.Equals(entry.Selector, StringComparison.OrdinalIgnoreCase)
        && ResolvedPath.Full(entry.Path!, tables.Folder) == key.Path
        && algorithms.Fits(entry, key);

    private string Source(OpenDkimKey entry) => keys.File.Source(keys.File.Lines[entry.Index]);
}
