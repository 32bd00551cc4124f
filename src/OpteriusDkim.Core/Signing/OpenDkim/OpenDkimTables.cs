namespace OpteriusDkim;

/// <summary>OpenDKIM's configuration and both tables, as they were read.</summary>
/// <param name="ConfigurationPath">The opendkim.conf.</param>
/// <param name="Configuration">The directives.</param>
/// <param name="Folder">What relative paths are relative to.</param>
/// <param name="KeyTable">The KeyTable; null where none is configured.</param>
/// <param name="SigningTable">The SigningTable; null where none is configured.</param>
/// <param name="Problem">Why the tables can't be edited, or null.</param>
internal sealed record OpenDkimTables(
    string ConfigurationPath,
    OpenDkimConfiguration Configuration,
    string Folder,
    OpenDkimKeyTable? KeyTable,
    OpenDkimSigningTable? SigningTable,
    DkimFinding? Problem)
{
    /// <summary>Whether every line that matches signs, and not the first alone.</summary>
    public bool SignsSeveral => IsYes(Configuration["MultipleSignatures"]?.Value);

    /// <summary>A Boolean as the daemon reads it: by its first letter.</summary>
    public static bool IsYes(string? value) => value is [('y' or 'Y' or 't' or 'T' or '1'), ..];
}
