namespace OpteriusDkim.Posix;

/// <summary>An entry of an access control list that names somebody, acl(5).</summary>
/// <param name="Kind">Whether a user or a group is named.</param>
/// <param name="Permission">4 to read, 2 to write, 1 to execute or search, added up.</param>
internal readonly record struct AccessEntry(AccessEntryKind Kind, uint Id, int Permission);
