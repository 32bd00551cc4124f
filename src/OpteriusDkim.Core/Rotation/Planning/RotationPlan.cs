namespace OpteriusDkim.Rotation.Planning;

/// <summary>The planner's decision: the next step of a rotation, or what it waits for.</summary>
/// <param name="State">The rotation, with what follows from the facts.</param>
/// <param name="Facts">The facts, without those that are too old for the next step.</param>
internal sealed record RotationPlan(RotationState State, RotationFacts Facts) : RotationSummary(RotationWait.Nothing, "")
{
    /// <summary>The next step; None where it waits or is over.</summary>
    public RotationStep Step { get; init; }

    /// <summary>The selector that the step is about.</summary>
    public string Selector { get; init; } = "";

    /// <summary>The key that the step is about; null where it isn't generated yet.</summary>
    public RotationKey? Key { get; init; }

    /// <summary>Whether the rotation is over.</summary>
    public bool IsOver => State.Phase is RotationPhase.Completed or RotationPhase.Aborted;
}
