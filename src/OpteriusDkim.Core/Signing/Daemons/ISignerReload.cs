using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.Daemons;

/// <summary>Has a running daemon read its files again.</summary>
internal interface ISignerReload
{
    /// <summary>Reloads it, and returns when it was told to.</summary>
    /// <param name="daemon">The daemon.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends the wait for the command that reloads.</param>
    /// <exception cref="InaccessibleException">It isn't running, or can't be notified.</exception>
    Task ReloadAsync(SignerDaemon daemon, IProgressLog log, CancellationToken cancellation);
}
