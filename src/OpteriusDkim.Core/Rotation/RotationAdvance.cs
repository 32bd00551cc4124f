using OpteriusDkim.Findings;
using OpteriusDkim.Rotation.Journals;
using OpteriusDkim.Rotation.Planning;
using OpteriusDkim.Rotation.Steps;

namespace OpteriusDkim.Rotation;

/// <summary>Takes one domain's rotation as far as is safe, one planned step after another.</summary>
/// <param name="ports">What steps see and change.</param>
/// <param name="log">Receives progress messages.</param>
internal sealed class RotationAdvance(RotationPorts ports, IProgressLog log)
{
    /// <summary>Begins what a request asks for.</summary>
    /// <exception cref="DkimException">It can't be done, or facts can't be read.</exception>
    public RotationRun Begin(RotationRequest request, RotationPolicy policy, LockedJournal journal)
    {
        var now = ports.Clock.Now;
        var run = RotationRun.From(journal.Read, request, policy, now);
        if (request.OnlyContinue && run.Journal.Current is null)
        {
            return run;
        }

        run = run.Begin(ports.Refresh(run.Facts), now);
        // A registration may find that the domain signs already: it is written when there is something to do.
        if (run.Journal.Current is { Kind: not RotationKind.Registration })
        {
            journal.Save(run);
        }

        return run;
    }

    /// <summary>Goes on until it is done, waits, or needs the signer switched.</summary>
    /// <param name="run">The run.</param>
    /// <param name="journal">Its journal, which is written before and after each change.</param>
    /// <param name="cancellation">Ends it between steps, and ends waits at once.</param>
    public async Task<RotationResult> AdvanceAsync(RotationRun run, LockedJournal journal, CancellationToken cancellation)
    {
        while (run.Journal.Current is not null)
        {
            cancellation.ThrowIfCancellationRequested();
            var plan = run.Plan(ports.Clock.Now);
            run = run.With(plan.Facts).With(plan.State);
            if (plan is { IsOver: true, State.Kind: RotationKind.Registration } && !journal.HasCurrent)
            {
                return new RotationResult.Done(run with { Journal = journal.Read }, plan) { IsUnchanged = true };
            }

            if (await ResultOfAsync(run, plan).ConfigureAwait(false) is { } result)
            {
                journal.Save(result.Run);
                return result;
            }

            run = await TakeAsync(StepOf(plan), run, journal, cancellation).ConfigureAwait(false);
        }

        return new RotationResult.Done(run, null);
    }

    /// <summary>The result of the run where the plan has no step to be taken here; else null.</summary>
    private async Task<RotationResult?> ResultOfAsync(RotationRun run, RotationPlan plan)
    {
        if (plan.IsOver)
        {
            return new RotationResult.Done(run with { Journal = run.Journal.Ended(ports.Clock.Now) }, plan);
        }

        return plan.Step switch
        {
            RotationStep.None => new RotationResult.Waiting(run, plan),
            RotationStep.Observe or RotationStep.Prove => null,
            RotationStep.Generate when run.Request.DryRun =>
                new RotationResult.Waiting(await new GenerateKey(ports, plan.Selector).CheckAsync(run).ConfigureAwait(false), plan),
            _ when run.Request.DryRun => new RotationResult.Waiting(run, plan),
            RotationStep.Switch or RotationStep.StopSigning => new RotationResult.SwitchWanted(run, plan),
            _ => null,
        };
    }

    private IStep StepOf(RotationPlan plan) => plan.Step switch
    {
        RotationStep.Observe => new ObserveRecord(ports, plan.Selector, plan.Key),
        RotationStep.Prove => new ProveSigning(ports),
        RotationStep.Generate => new GenerateKey(ports, plan.Selector),
        RotationStep.Publish => new PublishRecord(ports, plan.Key!),
        RotationStep.Retire => new RetireRecord(ports, plan.Key!),
        RotationStep.DeleteKey => new DeleteKey(ports, plan.Key!),
        _ => throw new InvalidOperationException($"The step {plan.Step} is not taken for one domain alone."),
    };

    private async Task<RotationRun> TakeAsync(IStep step, RotationRun run, LockedJournal journal, CancellationToken cancellation)
    {
        if (step is not IChange change)
        {
            return await step.TakeAsync(run, log, cancellation).ConfigureAwait(false);
        }

        run = change.Prepare(run);
        journal.Save(run);
        run = await change.TakeAsync(run, log, cancellation).ConfigureAwait(false);
        if (change.IsOutcomeKept)
        {
            journal.Save(run);
        }

        return run;
    }
}
