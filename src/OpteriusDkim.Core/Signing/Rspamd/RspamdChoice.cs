namespace OpteriusDkim.Signing.Rspamd;

/// <summary>A signature that Rspamd tries to make for a message.</summary>
/// <param name="Domain">The <c>d=</c>.</param>
/// <param name="Selector">The <c>s=</c>; null if its type prevents signing.</param>
/// <param name="KeyPath">The key file; null if the key isn't in a file or the path's type prevents signing.</param>
internal sealed record RspamdChoice(string Domain, string? Selector, string? KeyPath)
{
    /// <summary>The key file if its path is absolute. A relative path depends on Rspamd's working directory.</summary>
    public string? File => KeyPath is ['/', ..] ? KeyPath : null;

    /// <summary>Whether the path is relative.</summary>
    public bool IsRelative => KeyPath is not null and not ['/', ..];

    /// <summary>Whether the key itself is in the table.</summary>
    public bool IsKeyInTable { get; init; }

    /// <summary>Whether an error in Rspamd's code prevents this signature and the following ones.</summary>
    public bool EndsSigning { get; init; }
}
