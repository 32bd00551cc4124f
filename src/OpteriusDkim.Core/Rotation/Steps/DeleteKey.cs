using OpteriusDkim.Findings;

namespace OpteriusDkim.Rotation.Steps;

/// <summary>Deletes the private half of an outgoing key.</summary>
/// <param name="Ports">The store.</param>
/// <param name="Key">The key.</param>
internal sealed record DeleteKey(RotationPorts Ports, RotationKey Key) : IChange
{
    public bool IsOutcomeKept => false;

    public RotationRun Prepare(RotationRun run) => run.Intending(RotationStep.DeleteKey, Key.Selector);

    public async Task<RotationRun> TakeAsync(RotationRun run, IProgressLog log, CancellationToken cancellation)
    {
        var (state, facts) = (run.State with { Intent = null }, run.Facts);
        var isRevealed = run.Policy.Reveal is not null && state.OutgoingOf(Key).Signed;
        try
        {
            facts = facts.WithFindings(await StoreFailure.OfAsync(
                () => Ports.Keys.DeleteAsync(Key.NameIn(run.Domain), isRevealed, log, cancellation)).ConfigureAwait(false));
        }
        catch (InUseException exception)
        {
            // Another domain's entry names the file, so it is kept and the rotation can complete.
            facts = facts.WithFindings([exception.Finding]);
            state = state.With(state.OutgoingOf(Key) with { KeyGone = true });
        }

        return run.With(Ports.Refresh(facts)).With(state);
    }
}
