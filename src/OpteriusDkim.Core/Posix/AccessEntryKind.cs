namespace OpteriusDkim.Posix;

/// <summary>The type of a named entry in an access control list.</summary>
internal enum AccessEntryKind
{
    /// <summary>A user.</summary>
    User,

    /// <summary>A group.</summary>
    Group,
}
