namespace OpteriusDkim.Posix;

/// <summary>The users and groups of a system.</summary>
internal interface IAccounts
{
    /// <summary>All users that the system lists.</summary>
    IReadOnlyList<SystemUser> Users { get; }

    /// <summary>Finds a group.</summary>
    /// <returns>The group; null where the system knows none of this number.</returns>
    SystemGroup? FindGroup(uint id);

    /// <summary>Finds a user.</summary>
    /// <returns>The user; null where the system knows none of this number.</returns>
    SystemUser? FindUser(uint id);

    /// <summary>The groups that a process of a user gets, its primary group among them.</summary>
    /// <param name="user">The user's name.</param>
    /// <param name="primary">The gid of the primary group.</param>
    IReadOnlySet<uint> GroupsOf(string user, uint primary);
}
