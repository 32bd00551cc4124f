namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>OpenDKIM's configuration and both tables, as they were read.</summary>
/// <param name="Folder">What relative paths are relative to.</param>
/// <param name="KeyTable">The KeyTable; null where none is configured, or it can't be read here.</param>
/// <param name="SigningTable">The SigningTable; null where none is configured, or it can't be read here.</param>
/// <param name="Problem">Why the tables can't be edited, or null.</param>
internal sealed record OpenDkimTables(
    string ConfigurationPath,
    OpenDkimConfiguration Configuration,
    string Folder,
    OpenDkimKeyTable? KeyTable,
    OpenDkimSigningTable? SigningTable,
    DkimFinding? Problem)
{
    /// <summary>Whose mail is looked at.</summary>
    public required OpenDkimScope Scope { get; init; }

    /// <summary>Whether the installed program takes the algorithm as the fourth field of a KeyTable entry; the program is asked.</summary>
    public Func<bool> TakesAlgorithm { get; init; } = () => false;

    /// <summary>A configured table that can't be read here, such as one in LDAP; null where there is none.</summary>
    public DkimFinding? Unreadable { get; init; }

    /// <summary>Whether every line that matches signs, and not the first alone.</summary>
    public bool SignsSeveral => Configuration.IsYes("MultipleSignatures");
}
