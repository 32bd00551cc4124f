using OpteriusDkim.Findings;
using OpteriusDkim.Publishing;
using OpteriusDkim.Records;

namespace OpteriusDkim.Rotation.Steps;

/// <summary>Has the publisher remove the record of an outgoing key, or replace it by a tombstone.</summary>
/// <param name="Ports">DNS.</param>
/// <param name="Key">The key.</param>
internal sealed record RetireRecord(RotationPorts Ports, RotationKey Key) : IChange
{
    public bool IsOutcomeKept => true;

    public RotationRun Prepare(RotationRun run)
    {
        var intending = run.Intending(RotationStep.Retire, Key.Selector);
        return intending
            .With(intending.Facts.Forget(Key.Selector))
            .With(intending.State.With(run.State.OutgoingOf(Key) with { RemovalAsked = true, RemovalEverAsked = true }));
    }

    public async Task<RotationRun> TakeAsync(RotationRun run, IProgressLog log, CancellationToken cancellation)
    {
        var outgoing = run.State.OutgoingOf(Key);
        var record = new RecordToPublish(Key.NameIn(run.Domain), Key.Key, run.Policy.Ttl);
        var result = run.Policy.LeavesTombstone(outgoing)
            ? await Ports.Dns.PublishAsync(record with { IsTombstone = true }, log, cancellation).ConfigureAwait(false)
            : await Ports.Dns.UnpublishAsync(record, log, cancellation).ConfigureAwait(false);
        return run
            .With(run.Facts.Answered(Key.Selector, result))
            .With(run.State.With(outgoing with { RemovalAccepted = result.Outcome != PublishOutcome.Failed }) with { Intent = null });
    }
}
