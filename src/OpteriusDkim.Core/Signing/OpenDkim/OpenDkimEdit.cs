using OpteriusDkim.Names;
using OpteriusDkim.Signing.Changes;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>An edit of OpenDKIM's tables, with its line changes.</summary>
internal sealed record OpenDkimEdit(
    OpenDkimState State,
    IReadOnlyList<SigningChange> Changes,
    IReadOnlyList<FileEdit> Files,
    IReadOnlyDictionary<DomainName, DkimFinding> Refused,
    IReadOnlyList<OpenDkimLineChange> Lines)
    : SigningEdit(State, Changes, Files, Refused)
{
    public override Task<DkimFinding?> CheckAsync(CancellationToken cancellation)
    {
        // Lines that this edit writes are valid. Existing lines that it keeps may not be.
        var edited = Lines.Where(line => !line.InKeyTable && line.Old is not null).Select(line => line.Index).ToHashSet();
        return Task.FromResult(OpenDkimLoading.ProblemOf(State.Tables.SigningTable!, edited));
    }

    public override IReadOnlyList<FileEdit> Undo(IReadOnlySet<DomainName> domains)
    {
        var now = State.ReadAgain();
        var kept = Changes.Where(change => !domains.Contains(change.Domain)).ToArray();

        // A file that wasn't changed since is planned again without these domains; another one is undone line by line.
        var wanted = Final(State, kept.Length > 0 ? State.Plan(kept).Files : []);
        var left = Final(State, Files);
        var foreign = now.Files.Where(file => !OpenDkimRestoration.Same(file.Content, left.GetValueOrDefault(file.Path))).ToArray();
        if (foreign.Length > 0)
        {
            var lines = new OpenDkimUndo(now.Tables).Invert(Lines.Where(line => domains.Contains(line.Domain)));
            var undone = Final(now, FilesOf(now.Tables, lines));
            foreach (var file in foreign)
            {
                wanted[file.Path] = undone[file.Path];
            }
        }

        return OpenDkimRestoration.FilesBetween(now.Tables, wanted);
    }

    /// <summary>The content of each file after the edits.</summary>
    private static Dictionary<string, ReadOnlyMemory<byte>?> Final(SigningState before, IEnumerable<FileEdit> edits)
    {
        var content = before.Files.ToDictionary(file => file.Path, file => file.Content);
        foreach (var edit in edits)
        {
            content[edit.Path] = edit.After;
        }

        return content;
    }

    /// <summary>
    /// The file edits in a safe order: additions to the KeyTable, then the SigningTable, then removals from the KeyTable.
    /// </summary>
    public static IReadOnlyList<FileEdit> FilesOf(OpenDkimTables tables, IReadOnlyList<OpenDkimLineChange> lines)
    {
        var files = new List<FileEdit>();
        var keys = tables.KeyTable!.File;
        var keyLines = lines.Where(line => line.InKeyTable).ToArray();
        var gains = keyLines.Where(line => line.New is not null).ToArray();
        var content = keys.Content;
        if (gains.Length > 0)
        {
            var gained = OpenDkimRewrite.Apply(keys, gains);
            files.Add(new FileEdit(keys.Path, content, gained));
            content = gained;
        }

        var signing = tables.SigningTable!.File;
        var signingLines = lines.Where(line => !line.InKeyTable).ToArray();
        if (signingLines.Length > 0)
        {
            files.Add(new FileEdit(signing.Path, signing.Content, OpenDkimRewrite.Apply(signing, signingLines)));
        }

        if (keyLines.Length > gains.Length)
        {
            files.Add(new FileEdit(keys.Path, content, OpenDkimRewrite.Apply(keys, keyLines)));
        }

        return files;
    }
}
