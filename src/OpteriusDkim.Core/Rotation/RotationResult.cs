using OpteriusDkim.Rotation.Planning;

namespace OpteriusDkim.Rotation;

/// <summary>How far a run has come: one of three cases.</summary>
/// <param name="Run">What is known now.</param>
/// <param name="Plan">The last plan; null where no rotation is in progress.</param>
internal abstract record RotationResult(RotationRun Run, RotationPlan? Plan)
{
    /// <summary>No rotation is in progress, or it has just ended.</summary>
    internal sealed record Done(RotationRun Run, RotationPlan? Plan) : RotationResult(Run, Plan)
    {
        /// <summary>Whether the domain was found registered: nothing was changed, and the journal has nothing of it.</summary>
        public bool IsUnchanged { get; init; }
    }

    /// <summary>It waits; a dry run also does so before the first change.</summary>
    internal sealed record Waiting(RotationRun Run, RotationPlan Plan) : RotationResult(Run, Plan);

    /// <summary>The signer has to be switched, which is done for many domains together.</summary>
    internal sealed record SwitchWanted(RotationRun Run, RotationPlan Plan) : RotationResult(Run, Plan);
}
