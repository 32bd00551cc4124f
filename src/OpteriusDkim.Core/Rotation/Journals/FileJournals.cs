using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Rotation.Journals;

/// <summary>Journals as files, <c>{stateDirectory}/rotation/{domain}.json</c>, each with a lock of its own.</summary>
internal sealed class FileJournals(string stateDirectory) : IJournals
{
    private const string Location = "rotation";
    private const string Suffix = ".json";
    private const int LargestJournal = 16 * 1024 * 1024;

    private readonly string folder = FolderIn(stateDirectory);

    // Listed once: there may be a journal for each of 100,000 domains.
    private readonly Lazy<IReadOnlyList<string>> leftovers = new(
        () => AtomicFile.TemporaryNamesIn(FolderIn(stateDirectory)), LazyThreadSafetyMode.PublicationOnly);

    public IEnumerable<DomainName> Domains()
    {
        string[] files;
        try
        {
            files = Directory.GetFiles(folder, "*" + Suffix);
        }
        catch (DirectoryNotFoundException)
        {
            files = [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InaccessibleException(
                FindingTable.JournalUnreadable.With(("path", folder), ("reason", exception.Message)), folder, exception);
        }

        Array.Sort(files, StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (DomainName.TryParse(Path.GetFileNameWithoutExtension(file), out var domain))
            {
                yield return domain;
            }
        }
    }

    public async Task<IDisposable> LockAsync(DomainName domain, IProgressLog log, CancellationToken cancellation) => await FileLock
        .AcquireAsync(stateDirectory, PathOf(domain), () => RemoveLeftovers(domain), log, cancellation).ConfigureAwait(false);

    public Journal Read(DomainName domain)
    {
        var path = PathOf(domain);
        using var opened = Open(path);
        var name = domain.Value + Suffix;
        if (opened?.Exists(name) != true)
        {
            return new Journal(domain.Value);
        }

        var content = opened.Read(name, LargestJournal + 1)
            ?? throw new InaccessibleException(
                FindingTable.JournalUnreadable.With(("path", path), ("reason", "it is not a regular file")), path);
        return content.Length <= LargestJournal
            ? JournalText.Read(domain, content, path)
            : throw new BrokenDataException(
                FindingTable.JournalBroken.With(("path", path), ("problem", $"it has more than {LargestJournal} bytes")), path);
    }

    public void Write(Journal journal)
    {
        using var state = AtomicFolder.Ensure(stateDirectory, FileLock.OwnerOnly, owner: null);
        using var opened = AtomicFolder.EnsureIn(state, Location, FileLock.OwnerOnly, owner: null);
        AtomicFile.Replace(
            opened, journal.Domain + Suffix, JournalText.Write(journal),
            new NewFileAttributes(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private void RemoveLeftovers(DomainName domain)
    {
        using var opened = OpenFolder.TryOpen(folder);
        if (opened is not null)
        {
            AtomicFile.RemoveLeftovers(opened, domain.Value + Suffix, leftovers.Value);
        }
    }

    private static string FolderIn(string stateDirectory) =>
        Path.Combine(Path.TrimEndingDirectorySeparator(Path.GetFullPath(stateDirectory)), Location);

    private OpenFolder? Open(string path)
    {
        try
        {
            return OpenFolder.TryOpen(folder);
        }
        catch (InaccessibleException exception) when (exception.Finding.Code == nameof(FindingTable.PermissionDenied))
        {
            throw new InaccessibleException(
                FindingTable.JournalUnreadable.With(("path", path), ("reason", "permission denied")), path, exception);
        }
    }

    private string PathOf(DomainName domain) => Path.Combine(folder, domain.Value + Suffix);
}
