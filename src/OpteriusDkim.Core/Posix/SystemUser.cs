namespace OpteriusDkim.Posix;

/// <summary>A user of passwd(5).</summary>
internal sealed record SystemUser(string Name, uint Id, uint PrimaryGroup);
