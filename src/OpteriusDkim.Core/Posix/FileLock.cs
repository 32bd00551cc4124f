using System.Security.Cryptography;
using System.Text;

namespace OpteriusDkim;

/// <summary>A lock between processes, named by what it guards; it ends with the process that holds it.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Descriptor descriptor;

    private FileLock(Descriptor descriptor) => this.descriptor = descriptor;

    /// <summary>Waits for the lock.</summary>
    /// <param name="stateDirectory">Where locks live.</param>
    /// <param name="guarded">The resolved path of what it guards.</param>
    /// <param name="story">Is told once what is waited for.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="InaccessibleException">The lock's file can't be made.</exception>
    public static async Task<FileLock> AcquireAsync(
        string stateDirectory, string guarded, IStory story, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var folder = Path.Combine(stateDirectory, "locks");
        AtomicFolder.Ensure(stateDirectory, OwnerOnly, owner: null);
        AtomicFolder.Ensure(folder, OwnerOnly, owner: null);
        var path = Path.Combine(folder, NameFor(guarded));
        var held = TryAcquire(path);
        if (held is null)
        {
            story.TellWaiting($"Waiting for another run that works on {guarded} (lock {path}).");
        }

        while (held is null)
        {
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            held = TryAcquire(path);
        }

        return held;
    }

    /// <summary>Releases the lock and removes its file.</summary>
    public void Dispose()
    {
        // Removed while still held: who opened it before finds, once it has the lock, that the name is gone.
        _ = Libc.Unlink(descriptor.Path);
        descriptor.Dispose();
    }

    internal static UnixFileMode OwnerOnly =>
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static FileLock? TryAcquire(string path)
    {
        var descriptor = Descriptor.OpenLock(path);
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

    private static string NameFor(string guarded) =>
        $"{AtomicFile.Shortened(Path.GetFileName(guarded))}-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(guarded)), 0, 8)}.lock";
}
