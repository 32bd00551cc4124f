using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.Daemons;

/// <summary>
/// Restarts a daemon instead of reloading it, so that no open connection continues with a compromised key. If the way to
/// restart it is unknown, it is reloaded and a finding asks for a restart.
/// </summary>
internal sealed class SignerRestart(ISignerReload reload) : ISignerReload
{
    /// <summary>Why the last restart failed, or null.</summary>
    public DkimFinding? Problem { get; private set; }

    public async Task ReloadAsync(SignerDaemon daemon, IProgressLog log, CancellationToken cancellation)
    {
        try
        {
            Problem = null;
            await SignerReload.RestartAsync(daemon, log, cancellation).ConfigureAwait(false);
        }
        catch (InaccessibleException exception)
        {
            Problem = exception.Finding;
            log.Report($"{exception.Finding.Message} The daemon is reloaded instead.");
            await reload.ReloadAsync(daemon, log, cancellation).ConfigureAwait(false);
        }
    }
}
