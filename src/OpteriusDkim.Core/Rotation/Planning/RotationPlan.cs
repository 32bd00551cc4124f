namespace OpteriusDkim.Rotation.Planning;

/// <summary>The planner's decision: the next step of a rotation, or what it waits for.</summary>
/// <param name="State">The rotation, with what follows from the facts.</param>
/// <param name="Facts">The facts, without those that are too old for the next step.</param>
internal sealed record RotationPlan(RotationState State, RotationFacts Facts)
{
    /// <summary>The next step; None where it waits or is over.</summary>
    public RotationStep Step { get; init; }

    /// <summary>The selector that the step is about.</summary>
    public string Selector { get; init; } = "";

    /// <summary>The key that the step is about; null where it isn't made yet.</summary>
    public RotationKey? Key { get; init; }

    /// <summary>What or whom it waits for.</summary>
    public RotationWait WaitingFor { get; init; }

    /// <summary>What has to happen next, in a sentence.</summary>
    public string NextAction { get; init; } = "";

    /// <summary>When it can continue at the earliest, in UTC.</summary>
    public DateTime? NotBefore { get; init; }

    /// <summary>The key whose record a person has to publish or remove.</summary>
    public RotationKey? RecordOf { get; init; }

    /// <summary>The name that holds that record, where its own name is an alias; else null.</summary>
    public string? RecordAt { get; init; }

    /// <summary>Whether a person has to remove it.</summary>
    public bool RecordGoes { get; init; }

    /// <summary>What was found.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init; } = [];

    /// <summary>Whether the rotation is over.</summary>
    public bool IsOver => State.Phase is RotationPhase.Completed or RotationPhase.Aborted;
}
