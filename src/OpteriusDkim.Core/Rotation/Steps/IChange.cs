namespace OpteriusDkim.Rotation.Steps;

/// <summary>A step that changes something outside. The journal is written before it, so that a killed run can be resumed.</summary>
internal interface IChange : IStep
{
    /// <summary>Whether the outcome can't be found out again later, so that the journal has to be written after the step too.</summary>
    bool IsOutcomeKept { get; }

    /// <summary>The run with the intent, which is written before the step is taken.</summary>
    RotationRun Prepare(RotationRun run);
}
