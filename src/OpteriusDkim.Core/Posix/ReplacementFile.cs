using OpteriusDkim.Findings;

namespace OpteriusDkim.Posix;

/// <summary>
/// Writes a file piece by piece under a temporary name. The file gets its name when it is complete; what is disposed of before
/// leaves the earlier file as it was.
/// </summary>
internal sealed class ReplacementFile : IDisposable
{
    private static readonly TimeSpan OldestLeftover = TimeSpan.FromDays(1);

    private readonly OpenFolder folder;
    private readonly string name;
    private readonly string temporary;
    private readonly Descriptor file;
    private bool isDone;

    private ReplacementFile(OpenFolder folder, string name)
    {
        this.folder = folder;
        this.name = name;
        temporary = AtomicFile.TemporaryNameOf(name);
        file = folder.CreateFile(temporary);
        Content = new BufferedStream(new DescriptorStream(file), 1 << 16);
    }

    /// <summary>Takes the content. It can't be read or sought.</summary>
    public Stream Content { get; }

    /// <summary>Begins a file.</summary>
    /// <param name="path">Its full path. A link is followed only as <see cref="FolderPath"/> permits.</param>
    /// <param name="mode">Its exact permissions, regardless of the umask.</param>
    /// <param name="mayExist">Whether an existing file may be replaced.</param>
    /// <exception cref="DkimException">It can't be written, or the name has something that isn't a file.</exception>
    public static ReplacementFile Begin(string path, UnixFileMode mode, bool mayExist)
    {
        var folder = FolderPath.TryOpenFolderOf(path, out var name)
            ?? throw new NotFoundException(FindingTable.FolderMissing.With(("path", path)), path);
        try
        {
            RequireReplaceable(folder, name, mayExist);
            RemoveOldLeftovers(folder, name);
            var begun = new ReplacementFile(folder, name);
            begun.file.ChangeMode(mode);
            return begun;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file could be begun, without a change.</summary>
    /// <exception cref="DkimException">It couldn't.</exception>
    public static void Check(string path, bool mayExist)
    {
        using var folder = FolderPath.TryOpenFolderOf(path, out var name)
            ?? throw new NotFoundException(FindingTable.FolderMissing.With(("path", path)), path);
        RequireReplaceable(folder, name, mayExist);
        folder.RequireWritable(path);
    }

    /// <summary>Gives the file its name.</summary>
    /// <param name="mayExist">Whether a file that has the name is replaced.</param>
    /// <exception cref="DkimException">It can't be written, or the name was taken meanwhile.</exception>
    public void Commit(bool mayExist)
    {
        Content.Flush();
        file.Flush();
        if (mayExist)
        {
            folder.Rename(temporary, name);
            isDone = true;
        }
        else if (!folder.Link(temporary, name))
        {
            throw Existing(folder, name);
        }

        folder.Flush();
    }

    public void Dispose()
    {
        if (!isDone)
        {
            folder.TryRemove(temporary);
        }

        file.Dispose();
        folder.Dispose();
    }

    private static void RequireReplaceable(OpenFolder folder, string name, bool mayExist)
    {
        var path = folder.PathOf(name);
        switch (folder.StatusOf(name)?.Kind)
        {
            case null:
                break;
            case not FileKind.File:
                throw new InvalidInputException(FindingTable.NotAFile.With(("path", path)), path);
            case FileKind.File when !mayExist:
                throw Existing(folder, name);
        }
    }

    private static AlreadyExistsException Existing(OpenFolder folder, string name) =>
        new(FindingTable.FileExists.With(("path", folder.PathOf(name))), folder.PathOf(name));

    /// <summary>A run that was killed leaves its temporary file.</summary>
    private static void RemoveOldLeftovers(OpenFolder folder, string name)
    {
        foreach (var leftover in folder.Names().Where(other => AtomicFile.IsTemporaryOf(name, other)))
        {
            if (TimeProvider.System.GetUtcNow().UtcDateTime - folder.ModifiedAt(leftover) > OldestLeftover)
            {
                folder.TryRemove(leftover);
            }
        }
    }
}
