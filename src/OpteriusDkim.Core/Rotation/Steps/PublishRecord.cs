using OpteriusDkim.Findings;
using OpteriusDkim.Publishing;
using OpteriusDkim.Records;

namespace OpteriusDkim.Rotation.Steps;

/// <summary>Gives the record of a key to the publisher.</summary>
/// <param name="Ports">The store and DNS.</param>
/// <param name="Key">The key.</param>
internal sealed record PublishRecord(RotationPorts Ports, RotationKey Key) : IChange
{
    public bool IsOutcomeKept => true;

    public RotationRun Prepare(RotationRun run)
    {
        var intending = run.Intending(RotationStep.Publish, Key.Selector);
        return intending.With(intending.Facts.Forget(Key.Selector)).With(intending.State with { PublishAsked = true });
    }

    public async Task<RotationRun> TakeAsync(RotationRun run, IProgressLog log, CancellationToken cancellation)
    {
        var name = Key.NameIn(run.Domain);
        var failure = await StoreFailure.OfAsync(() => Ports.Keys.TidyAsync(name, log, cancellation)).ConfigureAwait(false);
        var result = await Ports.Dns
            .PublishAsync(new RecordToPublish(name, Key.Key, run.Policy.Ttl), log, cancellation).ConfigureAwait(false);
        var state = run.State with { Intent = null };
        return run.With(run.Facts.WithFindings(failure).Answered(Key.Selector, result)).With(result.Outcome switch
        {
            _ when state.Phase != RotationPhase.Prepared => state,
            PublishOutcome.Foreign when state.SignedBefore => state,
            PublishOutcome.Foreign => state.WithoutNew(recordGone: true),
            PublishOutcome.Failed => state,
            _ => state with { Phase = RotationPhase.Published },
        });
    }
}
