namespace OpteriusDkim.Posix;

/// <summary>A user as passwd(5) lists it.</summary>
/// <param name="PrimaryGroup">The gid of its primary group.</param>
internal sealed record SystemUser(string Name, uint Id, uint PrimaryGroup);
