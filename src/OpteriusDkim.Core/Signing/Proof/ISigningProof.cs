using OpteriusDkim.Findings;
using OpteriusDkim.Signing.Daemons;

namespace OpteriusDkim.Signing.Proof;

/// <summary>Proves by real signatures what a signer does: by its configuration, and each running daemon.</summary>
internal interface ISigningProof
{
    /// <summary>Probes many domains at once.</summary>
    /// <param name="probes">What is to be proved, one a domain.</param>
    /// <returns>A test for each probe and endpoint; a probe fails where one of its tests isn't as expected.</returns>
    Task<IReadOnlyList<DkimSigningTest>> ProveAsync(
        SignerDaemon daemon, IReadOnlyList<SigningProbe> probes, IProgressLog log, CancellationToken cancellation);
}
