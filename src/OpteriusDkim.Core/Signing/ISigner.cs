using OpteriusDkim.Names;
using OpteriusDkim.Signing.Changes;

namespace OpteriusDkim.Signing;

/// <summary>
/// A daemon that signs: what its tables say, and how they are edited. Reading looks at files, planning is pure, and
/// nothing here writes.
/// </summary>
internal interface ISigner
{
    /// <summary>Which daemon it is.</summary>
    SignerType Type { get; }

    /// <summary>What tables are guarded by: paths of the files that an edit may replace, for the locks.</summary>
    /// <exception cref="InaccessibleException">The daemon's configuration can't be read.</exception>
    IReadOnlyList<string> TablePaths { get; }

    /// <summary>Reads the daemon's configuration and its tables.</summary>
    /// <exception cref="InaccessibleException">One of them can't be read.</exception>
    SigningState Read();

    /// <summary>Works out what has to be written; a change that can't or mustn't be made is refused, the others are not.</summary>
    /// <param name="state">What was read.</param>
    /// <param name="changes">What is wanted; one a domain.</param>
    SigningEdit Plan(SigningState state, IReadOnlyList<SigningChange> changes);

    /// <summary>Works out the inverse of an edit for some of its domains; byte for byte where nobody else wrote since.</summary>
    /// <param name="now">What was read after the edit.</param>
    /// <param name="done">The edit.</param>
    /// <param name="domains">The domains whose entries are restored.</param>
    SigningEdit Undo(SigningState now, SigningEdit done, IReadOnlySet<DomainName> domains);

    /// <summary>Asks the daemon what it is able to do: why it couldn't sign as wanted, by domain.</summary>
    /// <param name="state">What was read.</param>
    /// <param name="changes">What is wanted.</param>
    /// <param name="cancellation">Ends the question.</param>
    Task<IReadOnlyDictionary<DomainName, DkimFinding>> FindUnableAsync(
        SigningState state, IReadOnlyList<SigningChange> changes, CancellationToken cancellation);

    /// <summary>Asks the daemon whether it would load the files of an edit, before they are written.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="cancellation">Ends the question.</param>
    /// <returns>Why not, or null.</returns>
    Task<DkimFinding?> CheckAsync(SigningEdit edit, CancellationToken cancellation);
}
