namespace OpteriusDkim.Posix;

/// <summary>
/// A file with its content, owner and mode under a temporary name. The caller flushes it, and then gives it its name. Without a name
/// it is removed when it is disposed.
/// </summary>
internal sealed class PendingFile : IDisposable
{
    private readonly OpenFolder folder;
    private readonly string name;
    private readonly string temporary;
    private bool isTemporary = true;

    private PendingFile(OpenFolder folder, string name)
    {
        this.folder = folder;
        this.name = name;
        temporary = AtomicFile.TemporaryNameOf(name);
        File = folder.CreateFile(temporary);
    }

    /// <summary>The open file, to flush it.</summary>
    public Descriptor File { get; }

    /// <summary>Writes a file under a temporary name.</summary>
    /// <param name="name">The name that it gets later.</param>
    /// <exception cref="InaccessibleException">It can't be written.</exception>
    public static PendingFile Write(OpenFolder folder, string name, ReadOnlySpan<byte> content, NewFileAttributes attributes)
    {
        var pending = new PendingFile(folder, name);
        try
        {
            pending.Fill(content, attributes);
            return pending;
        }
        catch
        {
            pending.Dispose();
            throw;
        }
    }

    /// <summary>Gives it its name, unless the name exists.</summary>
    /// <returns>False if the name exists; nothing was changed then.</returns>
    public bool Create()
    {
        try
        {
            return folder.Link(temporary, name);
        }
        finally
        {
            RemoveTemporary();
        }
    }

    /// <summary>Gives it its name, and replaces a file of that name.</summary>
    public void Replace()
    {
        folder.Rename(temporary, name);
        isTemporary = false;
    }

    public void Dispose()
    {
        RemoveTemporary();
        File.Dispose();
    }

    private void RemoveTemporary()
    {
        if (isTemporary)
        {
            folder.TryRemove(temporary);
            isTemporary = false;
        }
    }

    private void Fill(ReadOnlySpan<byte> content, NewFileAttributes attributes)
    {
        if (attributes.Owner is { } other)
        {
            File.ChangeOwner(other);
        }

        File.ChangeMode(attributes.Mode);
        if (attributes.AccessOf is { } model)
        {
            File.ChangeAccess(AccessControlList.BytesOf(model), attributes.Mode);
        }

        File.Write(content);
        if (attributes.ModifiedAt is { } time)
        {
            File.ChangeTime(time);
        }
    }
}
