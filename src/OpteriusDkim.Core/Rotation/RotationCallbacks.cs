using OpteriusDkim.Rotation.Journals;

namespace OpteriusDkim.Rotation;

/// <summary>Receive how the run of each domain ended, on any thread.</summary>
/// <param name="Done">Receives a domain's result while its journal is still locked.</param>
/// <param name="Failed">Receives what ended a domain's run.</param>
internal sealed record RotationCallbacks(Action<RotationResult, LockedJournal> Done, Action<RotationRequest, DkimException> Failed);
