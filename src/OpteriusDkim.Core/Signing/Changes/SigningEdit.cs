using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Changes;

/// <summary>A planned edit of a signer's tables.</summary>
/// <param name="Changes">The changes that the files implement.</param>
/// <param name="Files">The files in the order of writing; the daemon can load the state after each. A file may occur twice.</param>
/// <param name="Refused">The reason for each refused domain.</param>
internal abstract record SigningEdit(
    SigningState Before,
    IReadOnlyList<SigningChange> Changes,
    IReadOnlyList<FileEdit> Files,
    IReadOnlyDictionary<DomainName, DkimFinding> Refused)
{
    /// <summary>The domains whose entries need no change.</summary>
    public IReadOnlySet<DomainName> Unchanged { get; init; } = new HashSet<DomainName>();

    /// <summary>Checks before writing whether the daemon can load the files.</summary>
    /// <returns>Why not, or null.</returns>
    public abstract Task<DkimFinding?> CheckAsync(CancellationToken cancellation);

    /// <summary>
    /// Reads the tables again and plans the undo for some domains, byte for byte unless another program has changed the tables.
    /// </summary>
    /// <exception cref="InaccessibleException">The tables can't be read.</exception>
    public abstract IReadOnlyList<FileEdit> Undo(IReadOnlySet<DomainName> domains);
}
