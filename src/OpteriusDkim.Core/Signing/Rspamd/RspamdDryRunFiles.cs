using OpteriusDkim.Findings;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// Whether Rspamd would load its configuration, by <c>rspamadm configtest</c>. What it would sign only a running one
/// tells, so there is something to tell here only where it wouldn't load.
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
