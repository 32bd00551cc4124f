using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Changes;

/// <summary>The locks of domains and tables, taken in one order: domains sorted, then tables.</summary>
internal sealed class SigningLocks : IDisposable
{
    private readonly Stack<FileLock> domains = new();
    private readonly Stack<FileLock> tables = new();

    /// <summary>Takes them.</summary>
    /// <param name="folders">The folders of the domains' keys.</param>
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

    /// <summary>Releases those of the domains: what is in a table now is in use, and its key safe.</summary>
    public void ReleaseDomains() => Release(domains);

    /// <summary>Releases all.</summary>
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
