namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>OpenDKIM's configuration and both tables.</summary>
/// <param name="Folder">The base directory for relative paths.</param>
/// <param name="KeyTable">The KeyTable; null if it isn't configured or is of an unsupported type.</param>
/// <param name="SigningTable">The SigningTable; null if it isn't configured or is of an unsupported type.</param>
/// <param name="Problem">Why the tables can't be edited, or null.</param>
internal sealed record OpenDkimTables(
    string ConfigurationPath,
    OpenDkimConfiguration Configuration,
    string Folder,
    OpenDkimKeyTable? KeyTable,
    OpenDkimSigningTable? SigningTable,
    DkimFinding? Problem)
{
    public required OpenDkimScope Scope { get; init; }

    /// <summary>Detects whether the installed program supports the algorithm as fourth KeyTable field.</summary>
    public Func<bool> SupportsAlgorithmField { get; init; } = () => false;

    /// <summary>The finding on a table of an unsupported type, for example LDAP; null if there is none.</summary>
    public DkimFinding? Unreadable { get; init; }

    /// <summary>Whether every matching line signs, instead of the first only.</summary>
    public bool HasMultipleSignatures => Configuration.IsYes("MultipleSignatures");
}
