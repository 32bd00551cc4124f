using OpteriusDkim.Findings;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// Checks with <c>rspamadm configtest</c> whether Rspamd can load its configuration. What it signs can be tested only
/// with a running daemon, so there is a result only if it can't be loaded.
/// </summary>
internal sealed class RspamdDryRunFiles(SignerDaemon daemon, RspamdProgram program) : ISigningEndpoint
{
    public SignerType Signer => SignerType.Rspamd;

    public string Name => ISigningEndpoint.Configuration;

    public async Task<IReadOnlyList<ProbeResult?>> TryAsync(IReadOnlyList<ProbeMessage> messages, CancellationToken cancellation)
    {
        var problem = await Task.Run(
            () => program.ProblemOf(daemon.ConfigurationPath, RspamdKeyReferences.FolderOf(daemon.ConfigurationPath)),
            cancellation).ConfigureAwait(false);
        var finding = problem is null ? null : FindingTable.ConfigurationRefused.With(
            ("program", RspamdProgram.DefaultAdministration), ("path", daemon.ConfigurationPath), ("reason", problem));
        return [.. messages.Select(message => finding is null
            ? null
            : new ProbeResult(DkimSigningOutcome.Unreachable, message.Message) { Findings = [finding] })];
    }
}
