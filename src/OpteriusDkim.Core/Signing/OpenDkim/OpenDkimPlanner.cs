using System.Text;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Changes;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Plans the line changes of the tables, domain by domain. Pure: it reads and writes nothing.</summary>
internal sealed class OpenDkimPlanner
{
    private readonly OpenDkimState state;
    private readonly OpenDkimKeyTable keys;
    private readonly OpenDkimSigningTable signing;
    private readonly OpenDkimEntries entries;
    private readonly OpenDkimNames names;
    private readonly OpenDkimAlgorithms algorithms;
    private readonly List<OpenDkimLineChange> lines = [];

    /// <param name="supportsAlgorithmField">Whether the daemon supports the algorithm as fourth KeyTable field.</param>
    public OpenDkimPlanner(OpenDkimState state, bool supportsAlgorithmField = false)
    {
        algorithms = new OpenDkimAlgorithms(state.Tables, supportsAlgorithmField);
        this.state = state;
        keys = state.Tables.KeyTable!;
        signing = state.Tables.SigningTable!;
        entries = new OpenDkimEntries(state.Tables);
        names = new OpenDkimNames(signing);
    }

    /// <summary>Plans all changes at once. Each domain may occur once.</summary>
    public OpenDkimEdit Plan(IReadOnlyList<SigningChange> changes)
    {
        var refused = new Dictionary<DomainName, DkimFinding>();
        var unchanged = new HashSet<DomainName>();
        var planned = new List<SigningChange>(changes.Count);
        foreach (var change in changes)
        {
            if (OpenDkimRefusal.Of(state, change, algorithms) is { } reason)
            {
                refused.Add(change.Domain, reason);
                continue;
            }

            var before = lines.Count;
            if (PlanOne(change) is { } conflict)
            {
                lines.RemoveRange(before, lines.Count - before);
                refused.Add(change.Domain, conflict);
                continue;
            }

            planned.Add(change);
            if (lines.Count == before)
            {
                unchanged.Add(change.Domain);
            }
        }

        return new OpenDkimEdit(
            state, planned, OpenDkimEdit.FilesOf(state.Tables, lines), refused, [.. Anchored(keys.File), .. Anchored(signing.File)])
        {
            Unchanged = unchanged,
        };
    }

    private DkimFinding? PlanOne(SigningChange change)
    {
        var own = signing.OwnLines(change.Domain).ToArray();
        var dropped = new HashSet<string>(StringComparer.Ordinal);
        if (change.To is null)
        {
            foreach (var line in own)
            {
                Remove(change.Domain, line, dropped);
            }

            RemoveOwnKeys(change.Domain);
            return null;
        }

        if (KeyNameFor(change, own, out var name) is { } conflict)
        {
            return conflict;
        }

        if (change.From is { } from)
        {
            foreach (var line in own.Where(line => SignsWith(line, from) || SignsWith(line, change.To.Selector)))
            {
                Rename(change.Domain, line, name, dropped);
            }
        }
        else
        {
            // A line of another algorithm stays: with MultipleSignatures both sign.
            var same = change.Replace ? own : [.. own.Where(line => !algorithms.IsAdditional(line, change.To))];
            PointLineAtKey(change, same, OpenDkimPatternKind.Domain, signing.Covering(change.Domain), name, dropped);
            if (change.IncludeSubdomains || (change.Replace && own.Any(line => line.Kind == OpenDkimPatternKind.Subdomains)))
            {
                PointLineAtKey(change, same, OpenDkimPatternKind.Subdomains, signing.CoveringBelow(change.Domain), name, dropped);
            }
        }

        if (change.From is { } old)
        {
            // A run that was killed after it wrote the SigningTable left this entry.
            dropped.Add(StandardName(change.Domain, old));
        }

        if (change.Replace)
        {
            dropped.UnionWith(
                keys.OfDomain(change.Domain).Select(entry => entry.Name)
                    .Where(known => IsStandardName(change.Domain, known) && known != name));
        }

        RemoveKeys(change.Domain, dropped);
        return null;
    }

    /// <summary>Makes the domain's first own line of a kind name the key, or inserts a line.</summary>
    private void PointLineAtKey(
        SigningChange change, OpenDkimSigningLine[] own, OpenDkimPatternKind kind, IEnumerable<OpenDkimSigningLine> covering, string name,
        HashSet<string> dropped)
    {
        var mine = own.Where(line => line.Kind == kind).ToArray();
        var first = covering.FirstOrDefault();
        var isShadowed = signing.HasPatterns && !state.Tables.HasMultipleSignatures && first is not null && first != mine.FirstOrDefault();
        if (mine.Length > 0 && !isShadowed)
        {
            Rename(change.Domain, mine[0], name, dropped);
            foreach (var other in change.Replace ? mine.Skip(1) : [])
            {
                Remove(change.Domain, other, dropped);
            }

            return;
        }

        foreach (var line in mine)
        {
            Remove(change.Domain, line, dropped);
        }

        Insert(change.Domain, kind, isShadowed ? first!.Index : signing.File.Lines.Count, name);
    }

    private void Insert(DomainName domain, OpenDkimPatternKind kind, int index, string name)
    {
        var pattern = (signing.HasPatterns, kind) switch
        {
            (true, OpenDkimPatternKind.Domain) => $"*@{domain}",
            (true, _) => $"*@*.{domain}",
            (false, OpenDkimPatternKind.Domain) => domain.Value,
            _ => $".{domain}",
        };
        var labels = domain.Value.Count(character => character == '.') + 1;
        names.Add(name);
        lines.Add(new OpenDkimLineChange(domain, InKeyTable: false, index, Old: null, Latin1($"{pattern} {name}{signing.File.NewLine}"))
        {
            Rank = kind == OpenDkimPatternKind.Domain ? 0 : 1 + DnsLabel.LongestName - labels,
        });
    }

    private void Rename(DomainName domain, OpenDkimSigningLine line, string name, HashSet<string> dropped)
    {
        if (line.KeyName == name)
        {
            return;
        }

        dropped.Add(line.KeyName);
        names.Remove(line.KeyName);
        names.Add(name);
        var old = signing.File.Bytes(signing.File.Lines[line.Index]).ToArray();
        lines.Add(
            new OpenDkimLineChange(
                domain, InKeyTable: false, line.Index, old, Latin1(WithKey(Encoding.Latin1.GetString(old), line, name))));
    }

    /// <summary>Replaces the key name in a line and keeps the rest.</summary>
    private static string WithKey(string text, OpenDkimSigningLine line, string name)
    {
        var end = text.IndexOf(line.Pattern, StringComparison.Ordinal) + line.Pattern.Length;
        if (line.KeyName.Length == 0)
        {
            return $"{text[..end]} {name}{text[end..]}";
        }

        var at = text.IndexOf(line.KeyName, end, StringComparison.Ordinal);
        return $"{text[..at]}{name}{text[(at + line.KeyName.Length)..]}";
    }

    private void Remove(DomainName domain, OpenDkimSigningLine line, HashSet<string> dropped)
    {
        dropped.Add(line.KeyName);
        names.Remove(line.KeyName);
        lines.Add(Removal(domain, signing.File, line.Index, inKeyTable: false));
    }

    private static OpenDkimLineChange Removal(DomainName domain, OpenDkimTableFile file, int index, bool inKeyTable) =>
        new(domain, inKeyTable, index, file.Bytes(file.Lines[index]).ToArray(), New: null);

    /// <summary>The changes of a table in line order. A removed line gets the last kept line before it.</summary>
    private IEnumerable<OpenDkimLineChange> Anchored(OpenDkimTableFile file)
    {
        OpenDkimLineChange? before = null;
        foreach (var line in lines.Where(line => line.InKeyTable == (file == keys.File)).OrderBy(line => line.Index))
        {
            if (line.Old is null)
            {
                yield return line;
                continue;
            }

            var isNext = before is not null && before.Index == line.Index - 1;
            var left = isNext switch
            {
                true => before!.New ?? before.After,
                _ when line.Index > 0 => file.Bytes(file.Lines[line.Index - 1]).ToArray(),
                _ => null,
            };
            before = line.New is null ? line with { After = left } : line;
            yield return before;
        }
    }

    /// <summary>The name of the key's KeyTable entry, existing or new.</summary>
    private DkimFinding? KeyNameFor(SigningChange change, OpenDkimSigningLine[] own, out string name)
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
        var line = Latin1($"{name} {value}{keys.File.NewLine}");
        if (key.Path.AsSpan().ContainsAny("#%\n\r\0")
            || char.IsWhiteSpace(key.Path[^1])
            || line.Length > OpenDkimTableFile.LongestLine
            || key.Path.Any(character => character > '\u007F'))
        {
            return FindingTable.KeyPathUnusable.With(("path", PrintableText.Clean(key.Path)), ("limit", OpenDkimTableFile.LongestLine));
        }

        return AddOrReplaceKey(change.Domain, own, name, line);
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
            lines.Add(Removal(domain, keys.File, other.Index, inKeyTable: true));
        }

        return null;
    }

    private void RemoveKeys(DomainName domain, IEnumerable<string> dropped)
    {
        foreach (var entry in dropped.Where(name => !names.IsUsed(name)).SelectMany(keys.FindAll).Where(entry => IsOwnKey(entry, domain)))
        {
            lines.Add(Removal(domain, keys.File, entry.Index, inKeyTable: true));
        }
    }

    /// <summary>Removes the unused keys of a domain without entries, including those that a killed run left.</summary>
    private void RemoveOwnKeys(DomainName domain)
    {
        foreach (var entry in keys.OfDomain(domain).Where(entry => !names.IsUsed(entry.Name) && IsOwnKey(entry, domain)))
        {
            lines.Add(Removal(domain, keys.File, entry.Index, inKeyTable: true));
        }
    }

    private bool IsOwnKey(OpenDkimKey entry, DomainName domain) =>
        domain.Value.Equals(entry.Domain.Trim(), StringComparison.OrdinalIgnoreCase)
        && !entry.IsTemplate
        && (entry.IsFile || string.IsNullOrEmpty(entry.Data) || entry.Data.TrimStart().StartsWith('/'))
        && !keys.File.Lines[entry.Index].IsPiece;

    private bool SignsWith(OpenDkimSigningLine line, Selector selector) =>
        entries.Entry(line).SignsAs(DomainName.Parse(line.Host), selector);

    private bool Matches(OpenDkimKey entry, StoredKey key) => entry is { IsPadded: false, IsFile: true, IsTemplate: false }
        && key.Domain.Value.Equals(entry.Domain, StringComparison.OrdinalIgnoreCase)
        && key.Selector.Value.Equals(entry.Selector, StringComparison.OrdinalIgnoreCase)
        && ResolvedPath.Full(entry.Path!, state.Tables.Folder) == key.Path
        && algorithms.Fits(entry, key);

    private string Source(OpenDkimKey entry) => keys.File.Source(keys.File.Lines[entry.Index]);

    /// <summary>Whether the planner gave this name. Unused, it was left by a run killed after it wrote the SigningTable.</summary>
    private static bool IsStandardName(DomainName domain, string name) =>
        name.EndsWith($"._domainkey.{domain}", StringComparison.Ordinal);

    private static string StandardName(DomainName domain, Selector selector) => new RecordName(domain, selector).Value;

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);
}
