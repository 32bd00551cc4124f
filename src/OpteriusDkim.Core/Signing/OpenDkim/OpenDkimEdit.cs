using OpteriusDkim.Names;
using OpteriusDkim.Signing.Changes;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>An edit of OpenDKIM's tables, with the lines that make it up.</summary>
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
        // The lines of ours are of a form that it loads; what others wrote, and the edit leaves, may not be.
        var edited = Lines.Where(line => !line.InKeyTable && line.Old is not null).Select(line => line.Index).ToHashSet();
        return Task.FromResult(OpenDkimLoading.ProblemOf(State.Tables.SigningTable!, edited));
    }

    public override IReadOnlyList<FileEdit> Undo(IReadOnlySet<DomainName> domains)
    {
        var now = State.ReadAgain();
        var kept = Changes.Where(change => !domains.Contains(change.Domain)).ToArray();

        // A file that nobody else wrote becomes what it had been if those domains had never been named; another one is undone line by line.
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

    /// <summary>What each file holds at the end.</summary>
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
    /// Puts the files in their order: what the KeyTable gains comes before the SigningTable, what it loses after it.
    /// </summary>
    /// <param name="lines">What is done to their lines.</param>
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
