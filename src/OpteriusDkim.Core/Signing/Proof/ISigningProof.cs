using OpteriusDkim.Findings;
using OpteriusDkim.Signing.Daemons;

namespace OpteriusDkim.Signing.Proof;

/// <summary>Proves with real signatures what a signer does: by its configuration, and each running daemon.</summary>
internal interface ISigningProof
{
    /// <summary>Tests many domains at once.</summary>
    /// <param name="probes">The expectations, at most one per domain.</param>
    /// <returns>A test for each probe and endpoint. A probe fails if one of its tests isn't as expected.</returns>
    Task<IReadOnlyList<DkimSigningTest>> ProveAsync(
        SignerDaemon daemon, IReadOnlyList<SigningProbe> probes, IProgressLog log, CancellationToken cancellation);
}
