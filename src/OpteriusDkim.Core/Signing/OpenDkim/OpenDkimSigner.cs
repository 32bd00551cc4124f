using OpteriusDkim.Names;
using OpteriusDkim.Signing.Changes;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Setup;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>OpenDKIM: KeyTable and SigningTable.</summary>
/// <param name="configurationPath">The opendkim.conf.</param>
/// <param name="sockets">Where the running daemons listen; empty for the configuration's own socket.</param>
/// <param name="features">Tells what the daemon can do.</param>
internal sealed class OpenDkimSigner(string configurationPath, IReadOnlyList<string> sockets, OpenDkimFeatures features) : ISigner
{
    private readonly OpenDkimReader reader = new(
        configurationPath, sockets, () => Task.Run(() => features.AskAlgorithmAsync(CancellationToken.None)).GetAwaiter().GetResult());

    /// <inheritdoc/>
    public SignerType Type => SignerType.OpenDkim;

    /// <inheritdoc/>
    public IReadOnlyList<string> TablePaths => [.. reader.Paths()];

    /// <inheritdoc/>
    public SigningState Read() => reader.Read();

    /// <summary>Reads a configuration that no daemon runs with.</summary>
    /// <param name="configurationPath">The opendkim.conf.</param>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public static SignerDaemon ReadDryRun(string configurationPath) =>
        new OpenDkimReader(configurationPath, []).ReadDaemon() with { Sockets = [] };

    /// <inheritdoc/>
    public SigningEdit Plan(SigningState state, IReadOnlyList<SigningChange> changes) => state.NotEditable is { } reason
        ? new SigningEdit(state, [], [], changes.ToDictionary(change => change.Domain, _ => reason))
        : new OpenDkimPlanner((OpenDkimState)state, features.TakesAlgorithm).Plan(changes);

    /// <inheritdoc/>
    public SigningEdit Undo(SigningState now, SigningEdit done, IReadOnlySet<DomainName> domains)
    {
        var edit = (OpenDkimEdit)done;
        var kept = edit.Changes.Where(change => !domains.Contains(change.Domain)).ToArray();

        // A file that nobody else wrote becomes what it had been if those domains had never been named; another one is undone line by line.
        var wanted = Final(edit.Before, kept.Length > 0 ? Plan(edit.Before, kept).Files : []);
        var left = Final(edit.Before, done.Files);
        var foreign = now.Files.Where(file => !Same(file.Content, left.GetValueOrDefault(file.Path))).ToArray();
        if (foreign.Length > 0)
        {
            var tables = ((OpenDkimState)now).Tables;
            var lines = new OpenDkimUndo(tables).Invert(edit.Lines.Where(line => domains.Contains(line.Domain)));
            var undone = Final(now, OpenDkimEdit.FilesOf(tables, lines));
            foreach (var file in foreign)
            {
                wanted[file.Path] = undone[file.Path];
            }
        }

        return new SigningEdit(now, [], FilesBetween(now, wanted), done.Refused);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<DomainName, DkimFinding>> FindUnableAsync(
        SigningState state, IReadOnlyList<SigningChange> changes, CancellationToken cancellation)
    {
        var tables = ((OpenDkimState)state).Tables;
        var configured = tables.Configuration["SignatureAlgorithm"]?.Value;
        var unable = new Dictionary<DomainName, DkimFinding>();
        foreach (var change in changes.Where(change => change.To is not null))
        {
            if (await features.ProblemOfAsync(change.To!.PublicKey.Algorithm, configured, cancellation).ConfigureAwait(false) is { } problem)
            {
                unable.Add(change.Domain, problem);
            }
            else if (tables.KeyTable?.OfDomain(change.Domain).Any(entry => entry.Algorithm is not null) == true)
            {
                // Whether a key comes beside those with the field depends on it too.
                await features.AskAlgorithmAsync(cancellation).ConfigureAwait(false);
            }
        }

        return unable;
    }

    /// <inheritdoc/>
    public Task<DkimFinding?> CheckAsync(SigningEdit edit, CancellationToken cancellation)
    {
        // The lines of ours are of a form that it loads; what others wrote, and the edit leaves, may not be.
        var edited = ((OpenDkimEdit)edit).Lines.Where(line => !line.InKeyTable && line.Old is not null).Select(line => line.Index).ToHashSet();
        return Task.FromResult(OpenDkimLoading.ProblemOf(((OpenDkimState)edit.Before).Tables.SigningTable!, edited));
    }

    private static bool Same(ReadOnlyMemory<byte>? one, ReadOnlyMemory<byte>? other) => one.HasValue == other.HasValue
        && (!one.HasValue || one.Value.Span.SequenceEqual(other!.Value.Span));

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
    /// From what is there to what is wanted; while the SigningTable changes, the KeyTable holds the keys of both.
    /// </summary>
    private static List<FileEdit> FilesBetween(SigningState now, Dictionary<string, ReadOnlyMemory<byte>?> wanted)
    {
        var tables = ((OpenDkimState)now).Tables;
        var keys = tables.KeyTable!.File;
        var signing = tables.SigningTable!.File;
        var files = new List<FileEdit>();
        var keysWanted = wanted[keys.Path] ?? ReadOnlyMemory<byte>.Empty;
        var signingWanted = wanted[signing.Path] ?? ReadOnlyMemory<byte>.Empty;
        var keysNow = keys.Content;
        if (!Same(signing.Content, signingWanted))
        {
            var both = Union(keys, keysWanted);
            if (!Same(keysNow, both))
            {
                files.Add(new FileEdit(keys.Path, keysNow, both));
                keysNow = both;
            }

            files.Add(new FileEdit(signing.Path, signing.Content, signingWanted));
        }

        if (!Same(keysNow, keysWanted))
        {
            files.Add(new FileEdit(keys.Path, keysNow, keysWanted));
        }

        return files;
    }

    /// <summary>The wanted lines, and behind them those of now whose names are not among them.</summary>
    private static ReadOnlyMemory<byte> Union(OpenDkimTableFile now, ReadOnlyMemory<byte> wanted)
    {
        var file = OpenDkimTableFile.Of(now.Path, wanted);
        var names = new OpenDkimKeyTable(file, hasPatterns: false);
        return OpenDkimRewrite.Apply(
            file,
            [
                .. new OpenDkimKeyTable(now, hasPatterns: false).Keys.Where(key => names.Find(key.Name) is null).Select((key, index) =>
                    new OpenDkimLineChange(null!, InKeyTable: true, file.Lines.Count, null, now.Bytes(now.Lines[key.Index]).ToArray()) { Rank = index }),
            ]);
    }
}
