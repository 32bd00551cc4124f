namespace OpteriusDkim.Signing.Permissions;

/// <summary>The plan for the repair of a key file and its folders.</summary>
/// <param name="Changes">The changes, folders before their content.</param>
/// <param name="Left">Problems that the repair must not change, with advice.</param>
internal sealed record PermissionPlan(IReadOnlyList<PermissionChange> Changes, IReadOnlyList<DkimFinding> Left);
