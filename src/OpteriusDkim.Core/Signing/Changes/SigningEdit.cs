using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Changes;

/// <summary>What has to be written so that a signer does as wanted.</summary>
/// <param name="Before">What was read.</param>
/// <param name="Changes">The changes that the files make.</param>
/// <param name="Files">The files in the order in which they are written; the daemon can load what stands after each. One file may come twice.</param>
/// <param name="Refused">Why a domain's change is not made.</param>
internal record SigningEdit(
    SigningState Before,
    IReadOnlyList<SigningChange> Changes,
    IReadOnlyList<FileEdit> Files,
    IReadOnlyDictionary<DomainName, DkimFinding> Refused)
{
    /// <summary>The domains whose entries are already as wanted.</summary>
    public IReadOnlySet<DomainName> Unchanged { get; init; } = new HashSet<DomainName>();
}
