using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Changes;

/// <summary>What has to be written so that a signer does as wanted.</summary>
/// <param name="Changes">The changes that the files make.</param>
/// <param name="Files">The files in the order in which they are written; the daemon can load what stands after each. One file may come
/// twice.</param>
/// <param name="Refused">Why a domain's change is not made.</param>
internal abstract record SigningEdit(
    SigningState Before,
    IReadOnlyList<SigningChange> Changes,
    IReadOnlyList<FileEdit> Files,
    IReadOnlyDictionary<DomainName, DkimFinding> Refused)
{
    /// <summary>The domains whose entries are already as wanted.</summary>
    public IReadOnlySet<DomainName> Unchanged { get; init; } = new HashSet<DomainName>();

    /// <summary>Asks the daemon whether it would load the files, before they are written.</summary>
    /// <returns>Why not, or null.</returns>
    public abstract Task<DkimFinding?> CheckAsync(CancellationToken cancellation);

    /// <summary>
    /// Reads the tables again, and works out what takes the edit back for some of its domains; byte for byte where nobody else wrote since.
    /// </summary>
    /// <param name="domains">The domains whose entries are restored.</param>
    /// <exception cref="InaccessibleException">They can't be read.</exception>
    public abstract IReadOnlyList<FileEdit> Undo(IReadOnlySet<DomainName> domains);
}
