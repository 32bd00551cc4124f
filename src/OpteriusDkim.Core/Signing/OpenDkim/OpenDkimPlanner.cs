using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Changes;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Plans the line changes of the tables, domain by domain. Pure: it reads and writes nothing.</summary>
internal sealed class OpenDkimPlanner
{
    private readonly OpenDkimState state;
    private readonly OpenDkimKeyTable keys;
    private readonly OpenDkimSigningTable signing;
    private readonly OpenDkimEntries entries;
    private readonly OpenDkimKeyEdits keyEdits;
    private readonly OpenDkimSigningEdits signingEdits;
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
        var names = new OpenDkimNames(signing);
        keyEdits = new OpenDkimKeyEdits(state.Tables, names, algorithms, lines);
        signingEdits = new OpenDkimSigningEdits(signing, names, lines);
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
        if (change.To is not { } key)
        {
            foreach (var line in own)
            {
                signingEdits.Remove(change.Domain, line, dropped);
            }

            keyEdits.RemoveOwnKeys(change.Domain);
            return null;
        }

        if (keyEdits.KeyNameFor(change, own, out var name) is { } conflict)
        {
            return conflict;
        }

        PlanLines(change, key, own, name, dropped);
        if (change.From is { } old)
        {
            // A run that was killed after it wrote the SigningTable left this entry.
            dropped.Add(OpenDkimKeyEdits.StandardName(change.Domain, old));
        }

        if (change.Replace)
        {
            dropped.UnionWith(keyEdits.StandardNamesOf(change.Domain).Where(known => known != name));
        }

        keyEdits.RemoveKeys(change.Domain, dropped);
        return null;
    }

    private void PlanLines(SigningChange change, StoredKey key, OpenDkimSigningLine[] own, string name, HashSet<string> dropped)
    {
        if (change.From is { } from)
        {
            foreach (var line in own.Where(line => SignsWith(line, from) || SignsWith(line, key.Selector)))
            {
                signingEdits.Rename(change.Domain, line, name, dropped);
            }

            return;
        }

        // A line of another algorithm stays: with MultipleSignatures both sign.
        var same = change.Replace ? own : [.. own.Where(line => !algorithms.IsAdditional(line, key))];
        PointLineAtKey(change, same, OpenDkimPatternKind.Domain, signing.Covering(change.Domain), name, dropped);
        if (change.IncludeSubdomains || (change.Replace && own.Any(line => line.Kind == OpenDkimPatternKind.Subdomains)))
        {
            PointLineAtKey(change, same, OpenDkimPatternKind.Subdomains, signing.CoveringBelow(change.Domain), name, dropped);
        }
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
            signingEdits.Rename(change.Domain, mine[0], name, dropped);
            foreach (var other in change.Replace ? mine.Skip(1) : [])
            {
                signingEdits.Remove(change.Domain, other, dropped);
            }

            return;
        }

        foreach (var line in mine)
        {
            signingEdits.Remove(change.Domain, line, dropped);
        }

        signingEdits.Insert(change.Domain, kind, isShadowed ? first!.Index : signing.File.Lines.Count, name);
    }

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

    private bool SignsWith(OpenDkimSigningLine line, Selector selector) =>
        entries.Entry(line).SignsAs(DomainName.Parse(line.Host), selector);
}
