using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.Daemons;

/// <summary>Reloads a running daemon.</summary>
internal interface ISignerReload
{
    /// <summary>Triggers the reload. It doesn't wait until the daemon has reloaded.</summary>
    /// <exception cref="InaccessibleException">It isn't running, or can't be notified.</exception>
    Task ReloadAsync(SignerDaemon daemon, IProgressLog log, CancellationToken cancellation);
}
