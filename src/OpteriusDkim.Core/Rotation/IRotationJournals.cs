using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>The journals of all domains.</summary>
internal interface IRotationJournals
{
    /// <summary>The domains that have one.</summary>
    IEnumerable<DomainName> Domains();

    /// <summary>Waits until no other run works on a domain's rotation.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="log">Receives progress messages.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<IDisposable> LockAsync(DomainName domain, IProgressLog log, CancellationToken cancellation);

    /// <summary>Reads a journal.</summary>
    /// <param name="domain">The domain.</param>
    /// <returns>The journal; an empty one where there is none.</returns>
    /// <exception cref="DkimException">It can't be read.</exception>
    RotationJournal Read(DomainName domain);

    /// <summary>Writes a journal, so that it is there after a crash too.</summary>
    /// <param name="journal">The journal.</param>
    void Write(RotationJournal journal);
}
