namespace OpteriusDkim.Posix;

/// <summary>Whom an entry of an access control list names.</summary>
internal enum AccessEntryKind
{
    /// <summary>A user.</summary>
    User,

    /// <summary>A group.</summary>
    Group,
}
