using OpteriusDkim.Findings;

namespace OpteriusDkim.Rotation.Steps;

/// <summary>A step of a rotation that changes nothing outside.</summary>
internal interface IStep
{
    /// <summary>Takes the step.</summary>
    /// <returns>The run with what is known after it.</returns>
    Task<RotationRun> TakeAsync(RotationRun run, IProgressLog log, CancellationToken cancellation);
}
