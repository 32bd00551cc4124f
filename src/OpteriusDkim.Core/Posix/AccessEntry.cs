namespace OpteriusDkim.Posix;

/// <summary>An entry for a named user or group in an access control list (acl(5)).</summary>
/// <param name="Permission">The sum of 4 (read), 2 (write) and 1 (execute or search).</param>
internal readonly record struct AccessEntry(AccessEntryKind Kind, uint Id, int Permission);
