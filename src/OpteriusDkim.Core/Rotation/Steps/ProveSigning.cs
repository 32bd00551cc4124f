using OpteriusDkim.Findings;

namespace OpteriusDkim.Rotation.Steps;

/// <summary>Has every running signer sign a message, which has to be signed with the key that the tables name and no other.</summary>
/// <param name="Ports">The signer.</param>
internal sealed record ProveSigning(RotationPorts Ports) : IStep
{
    public async Task<RotationRun> TakeAsync(RotationRun run, IProgressLog log, CancellationToken cancellation)
    {
        var signs = run.Facts.Signing.Keys.FirstOrDefault(key => !run.State.OtherSelectors.Contains(key.Selector));
        return run.With(run.Facts with { Proof = await Ports.Signer.ProveAsync(run.Domain, signs, cancellation).ConfigureAwait(false) });
    }
}
