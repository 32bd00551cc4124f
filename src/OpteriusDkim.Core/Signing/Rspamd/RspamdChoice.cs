namespace OpteriusDkim.Signing.Rspamd;

/// <summary>A signature that Rspamd attempts for a message.</summary>
/// <param name="Domain">Its <c>d=</c>.</param>
/// <param name="Selector">Its <c>s=</c>; null where it is of a type with which Rspamd doesn't sign.</param>
/// <param name="KeyPath">The key's file; null where it is in no file, or the path's type is one with which Rspamd doesn't sign.</param>
internal sealed record RspamdChoice(string Domain, string? Selector, string? KeyPath)
{
    /// <summary>The key's file where its path is absolute. What another path leads to depends on where Rspamd was started.</summary>
    public string? File => KeyPath is ['/', ..] ? KeyPath : null;

    /// <summary>Whether the path is not absolute.</summary>
    public bool IsRelative => KeyPath is not null and not ['/', ..];

    /// <summary>Whether the key itself is in the table.</summary>
    public bool IsKeyInTable { get; init; }

    /// <summary>Whether an error in Rspamd's code ends the work on this signature and those after it.</summary>
    public bool EndsSigning { get; init; }
}
