using System.Text.Json;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Reports;

/// <summary>
/// What root found out, for users who may not read keys and tables: <c>{stateDirectory}/public/{domain}.json</c>, one line of JSON
/// for each domain, readable by everyone. A run over one domain writes one file. Runs of root never read it.
/// </summary>
internal sealed class PublicIndex(string stateDirectory)
{
    private const string Location = "public";
    private const string Suffix = ".json";
    private const int LargestEntry = 1024 * 1024;

    private const UnixFileMode FileMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Search = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute | Search;

    /// <summary>For how long another run may need its temporary files.</summary>
    private static readonly TimeSpan LeftoverAfter = TimeSpan.FromHours(1);

    private readonly string folder = Path.Combine(Path.TrimEndingDirectorySeparator(Path.GetFullPath(stateDirectory)), Location);

    /// <summary>The folder of the index.</summary>
    public string Folder => folder;

    /// <summary>Whether there is an index that the caller can read.</summary>
    public bool Exists => Directory.Exists(folder);

    /// <summary>The domains that have an entry, in their order.</summary>
    /// <exception cref="InaccessibleException">They can't be listed.</exception>
    public IEnumerable<DomainName> Domains()
    {
        string[] files;
        try
        {
            files = Directory.GetFiles(folder, "*" + Suffix);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InaccessibleException(
                FindingTable.IndexBroken.With(("path", folder), ("problem", exception.Message)), folder, exception);
        }

        Array.Sort(files, StringComparer.Ordinal);
        return files.Select(file => DomainName.TryParse(Path.GetFileNameWithoutExtension(file), out var domain) ? domain : null)
            .OfType<DomainName>();
    }

    /// <summary>Reads an entry; null if there is none.</summary>
    /// <exception cref="DkimException">It can't be read.</exception>
    public IndexEntry? Read(DomainName domain)
    {
        var path = Path.Combine(folder, domain.Value + Suffix);
        try
        {
            if (!File.Exists(path) && Directory.Exists(folder))
            {
                return null;
            }

            var content = Descriptor.ReadAll(path, LargestEntry) ?? [];
            var entry = JsonSerializer.Deserialize(content, IndexJson.Default.IndexEntry);
            return entry switch
            {
                null => throw Broken(path, "it is empty", null),
                { Version: not IndexEntry.CurrentVersion } => throw Broken(path, $"its version is {entry.Version}", null),
                _ when entry.Domain != domain.Value => throw Broken(path, "it is of another domain", null),
                _ => entry,
            };
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Broken(path, exception.Message, exception);
        }
    }

    /// <summary>Writes the entries of some domains.</summary>
    /// <exception cref="InaccessibleException">They can't be written.</exception>
    public void Write(IEnumerable<StatusFacts> domains)
    {
        using var opened = Ensure();
        foreach (var facts in domains)
        {
            var content = JsonSerializer.SerializeToUtf8Bytes(IndexEntry.Of(facts), IndexJson.Default.IndexEntry);
            Replace(opened, facts.Domain.Value + Suffix, [.. content, (byte)'\n']);
        }
    }

    /// <summary>Removes the entries of domains that are no longer known, and what killed runs left.</summary>
    public void Prune(IReadOnlySet<string> known)
    {
        using var opened = Ensure();
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        foreach (var name in opened.Names())
        {
            var isTemporary = name.StartsWith('.');
            if (isTemporary ? now - opened.ModifiedAt(name) > LeftoverAfter : IsUnknown(name, known))
            {
                opened.TryRemove(name);
            }
        }
    }

    private static bool IsUnknown(string name, IReadOnlySet<string> known) =>
        name.EndsWith(Suffix, StringComparison.Ordinal) && !known.Contains(name[..^Suffix.Length]);

    /// <summary>Opens the folder. Users have to search the state directory for it, whose other folders are closed by themselves.</summary>
    private OpenFolder Ensure()
    {
        using var state = AtomicFolder.Ensure(stateDirectory, FileLock.OwnerOnly | Search, owner: null);
#pragma warning disable CA1416 // Folders have modes wherever the module runs.
        var mode = File.GetUnixFileMode(stateDirectory);
#pragma warning restore CA1416
        if ((mode & Search) != Search)
        {
            using var itself = state.OpenItself();
            itself.ChangeMode(mode | Search);
        }

        return AtomicFolder.EnsureIn(state, Location, FolderMode, owner: null);
    }

    /// <summary>Replaces a file without a flush: after a crash it is written again, and 100,000 flushes would take minutes.</summary>
    private static void Replace(OpenFolder opened, string name, byte[] content)
    {
        var temporary = AtomicFile.TemporaryNameOf(name);
        try
        {
            using (var file = opened.CreateFile(temporary))
            {
                file.ChangeMode(FileMode);
                file.Write(content);
            }

            opened.Rename(temporary, name);
        }
        catch
        {
            opened.TryRemove(temporary);
            throw;
        }
    }

    private static BrokenDataException Broken(string path, string problem, Exception? exception) =>
        new(FindingTable.IndexBroken.With(("path", path), ("problem", problem)), path, exception);
}
