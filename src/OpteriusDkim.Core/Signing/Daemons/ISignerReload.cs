using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.Daemons;

/// <summary>Has a running daemon read its files again.</summary>
internal interface ISignerReload
{
    /// <summary>Reloads it, and returns when it was told to.</summary>
    /// <exception cref="InaccessibleException">It isn't running, or can't be notified.</exception>
    Task ReloadAsync(SignerDaemon daemon, IProgressLog log, CancellationToken cancellation);
}
