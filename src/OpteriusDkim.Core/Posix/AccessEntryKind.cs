namespace OpteriusDkim;

/// <summary>Whom an entry of an access control list names.</summary>
public enum AccessEntryKind
{
    /// <summary>A user.</summary>
    User,

    /// <summary>A group.</summary>
    Group,
}
