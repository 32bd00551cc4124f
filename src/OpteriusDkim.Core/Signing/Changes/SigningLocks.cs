using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Changes;

/// <summary>The locks of domains and tables, taken in one order: domains sorted, then tables.</summary>
internal sealed class SigningLocks : IDisposable
{
    private readonly Stack<FileLock> domains = new();
    private readonly Stack<FileLock> tables = new();

    /// <param name="folders">The key folders of the domains.</param>
    public static async Task<SigningLocks> AcquireAsync(
        string stateDirectory, IEnumerable<string> folders, IEnumerable<string> files, IProgressLog log, CancellationToken cancellation)
    {
        var locks = new SigningLocks();
        try
        {
            await TakeAsync(locks.domains, folders).ConfigureAwait(false);
            await TakeAsync(locks.tables, files).ConfigureAwait(false);
            return locks;
        }
        catch
        {
            locks.Dispose();
            throw;
        }

        async Task TakeAsync(Stack<FileLock> into, IEnumerable<string> paths)
        {
            foreach (var path in paths.Select(ResolvedPath.Of).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
#pragma warning disable CA2000 // Disposed with the others.
                into.Push(await FileLock.AcquireAsync(stateDirectory, path, log, cancellation).ConfigureAwait(false));
#pragma warning restore CA2000
            }
        }
    }

    /// <summary>Releases the locks of the domains: keys in a table count as in use and can't be removed.</summary>
    public void ReleaseDomains() => Release(domains);

    public void Dispose()
    {
        Release(tables);
        Release(domains);
    }

    private static void Release(Stack<FileLock> held)
    {
        while (held.TryPop(out var one))
        {
            one.Dispose();
        }
    }
}
