namespace OpteriusDkim.Posix;

/// <summary>The users and groups of a system.</summary>
internal interface IAccounts
{
    /// <summary>All users that the system lists.</summary>
    IReadOnlyList<SystemUser> Users { get; }

    /// <returns>The group; null if it doesn't exist.</returns>
    SystemGroup? FindGroup(uint id);

    /// <returns>The user; null if it doesn't exist.</returns>
    SystemUser? FindUser(uint id);

    /// <summary>The groups of a user's processes, including the primary group.</summary>
    IReadOnlySet<uint> GroupsOf(string user, uint primary);
}
