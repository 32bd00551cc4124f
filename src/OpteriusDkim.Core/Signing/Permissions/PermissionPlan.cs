namespace OpteriusDkim.Signing.Permissions;

/// <summary>What a repair of a key's file and folders does, and what it leaves to a person.</summary>
/// <param name="Changes">What is changed, folders before what is in them.</param>
/// <param name="Left">What is wrong and isn't ours to change, with what to do.</param>
internal sealed record PermissionPlan(IReadOnlyList<PermissionChange> Changes, IReadOnlyList<DkimFinding> Left);
