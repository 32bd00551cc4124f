namespace OpteriusDkim;

/// <summary>Journals as files, <c>{stateDirectory}/rotation/{domain}.json</c>, each under a lock of its own.</summary>
/// <param name="stateDirectory">The state directory, an absolute path.</param>
internal sealed class FileRotationJournals(string stateDirectory) : IRotationJournals
{
    private const string Suffix = ".json";

    private readonly string folder = Path.Combine(Path.TrimEndingDirectorySeparator(Path.GetFullPath(stateDirectory)), "rotation");

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
            throw new InaccessibleException(FindingTable.JournalUnreadable.With(("path", folder), ("reason", exception.Message)), folder, exception);
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

    public async Task<IDisposable> LockAsync(DomainName domain, IStory story, CancellationToken cancellation) =>
        await FileLock.AcquireAsync(stateDirectory, PathOf(domain), story, cancellation).ConfigureAwait(false);

    public RotationJournal Read(DomainName domain)
    {
        var path = PathOf(domain);
        try
        {
            return RotationJournalText.Read(domain, File.ReadAllBytes(path), path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new RotationJournal(domain.Value);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InaccessibleException(FindingTable.JournalUnreadable.With(("path", path), ("reason", exception.Message)), path, exception);
        }
    }

    public void Write(RotationJournal journal)
    {
        AtomicFolder.Ensure(stateDirectory, FileLock.OwnerOnly, owner: null);
        AtomicFolder.Ensure(folder, FileLock.OwnerOnly, owner: null);
        AtomicFile.Replace(
            Path.Combine(folder, journal.Domain + Suffix), RotationJournalText.Write(journal),
            new FileAttributesToBe(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private string PathOf(DomainName domain) => Path.Combine(folder, domain.Value + Suffix);
}
