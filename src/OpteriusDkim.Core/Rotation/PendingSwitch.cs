using OpteriusDkim.Findings;
using OpteriusDkim.Rotation.Journals;

namespace OpteriusDkim.Rotation;

/// <summary>A switch of the signer whose intent is in the journal. Its outcome gives the run to continue with.</summary>
internal sealed class PendingSwitch
{
    private readonly RotationRun run;
    private readonly RotationIntent intent;

    private PendingSwitch(RotationRun run, RotationIntent intent, LockedJournal journal) =>
        (this.run, this.intent, Journal) = (run, intent, journal);

    /// <summary>The journal, whose lock is held until the switch has been made.</summary>
    public LockedJournal Journal { get; }

    /// <summary>The request.</summary>
    public RotationRequest Request => run.Request;

    /// <summary>What the signer's tables have to name.</summary>
    public RotationSwitch Switch => IsStop
        ? new RotationSwitch(run.Domain, run.State.Old, null)
        : new RotationSwitch(run.Domain, run.State.SignsUntilSwitch, run.State.New);

    /// <summary>Whether the signer has to be restarted, so that no open connection continues with the old key.</summary>
    public bool NeedsRestart => run.State.Compromised;

    private bool IsStop => intent.Step == RotationStep.StopSigning;

    /// <summary>Writes the intent.</summary>
    public static PendingSwitch Begin(RotationResult.SwitchWanted wanted, LockedJournal journal)
    {
        var intent = new RotationIntent(wanted.Plan!.Step, wanted.Plan.Selector);
        var run = wanted.Run.With(wanted.Run.State with { NewSigned = true, Intent = intent });
        journal.Save(run);
        return new PendingSwitch(run, intent, journal);
    }

    /// <summary>The run after the switch was made and proved.</summary>
    public RotationRun Made(IReadOnlyList<DkimFinding> findings, BootTimestamp now) =>
        Failed(findings).With(IsStop ? run.State.Stopped(now) : run.State.Switched(now));

    /// <summary>The run after the switch failed and was rolled back.</summary>
    public RotationRun Failed(IReadOnlyList<DkimFinding> findings) =>
        run.With(run.Facts.WithFindings(findings).Try(intent.Step, intent.Selector) with { Proof = null });

    /// <summary>What has been done, for the log.</summary>
    public override string ToString() =>
        IsStop ? $"{run.Domain} is no longer signed." : $"{run.Domain} is now signed with {run.State.New!.Selector}.";
}
