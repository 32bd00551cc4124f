using System.Security.Cryptography;
using System.Text;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Posix;

/// <summary>A lock between processes, identified by a path. It ends with the process that holds it.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Descriptor descriptor;

    private FileLock(Descriptor descriptor) => this.descriptor = descriptor;

    /// <summary>Waits for the lock, and removes what killed runs left.</summary>
    /// <exception cref="InaccessibleException">The lock file can't be created.</exception>
    public static async Task<FileLock> AcquireAsync(
        string stateDirectory, string protectedPath, Action removeLeftovers, IProgressLog log, CancellationToken cancellation)
    {
        var held = await AcquireAsync(stateDirectory, protectedPath, log, cancellation).ConfigureAwait(false);
        try
        {
            removeLeftovers();
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the lock.</summary>
    /// <param name="protectedPath">The resolved path that it protects.</param>
    /// <exception cref="InaccessibleException">The lock file can't be created.</exception>
    public static async Task<FileLock> AcquireAsync(
        string stateDirectory, string protectedPath, IProgressLog log, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var state = AtomicFolder.Ensure(stateDirectory, OwnerOnly, owner: null);
        using var folder = AtomicFolder.EnsureIn(state, "locks", OwnerOnly, owner: null);
        var name = NameFor(protectedPath);
#pragma warning disable CA2000 // Returned.
        if (TryAcquire(folder, name) is { } free)
        {
            return free;
        }

        log.ReportWaiting($"Waiting for another command that uses {protectedPath} (lock {folder.PathOf(name)}).");
        while (true)
        {
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            if (TryAcquire(folder, name) is { } held)
            {
                return held;
            }
        }
#pragma warning restore CA2000
    }

    /// <summary>Releases the lock and removes its file.</summary>
    public void Dispose()
    {
        // Removed while still held: a process that opened it before detects, once it has the lock, that the name is gone.
        // The folder is opened again, because a run can hold thousands of locks and open folders count against its limit.
        try
        {
            using var folder = OpenFolder.TryOpen(Path.GetDirectoryName(descriptor.Path)!);
            folder?.TryRemove(Path.GetFileName(descriptor.Path));
        }
        catch (DkimException)
        {
            // The next holder of the lock removes it.
        }

        descriptor.Dispose();
    }

    internal static UnixFileMode OwnerOnly =>
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static FileLock? TryAcquire(OpenFolder folder, string name)
    {
        var descriptor = folder.OpenLock(name);
        try
        {
            if (descriptor.TryLock() && descriptor.IsStillNamed())
            {
                return new FileLock(descriptor);
            }
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }

        descriptor.Dispose();
        return null;
    }

    private static string NameFor(string protectedPath)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(protectedPath));
        return $"{AtomicFile.Shortened(Path.GetFileName(protectedPath))}-{Convert.ToHexString(hash, 0, 8)}.lock";
    }
}
