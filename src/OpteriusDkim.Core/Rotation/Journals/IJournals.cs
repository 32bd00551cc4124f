using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation.Journals;

/// <summary>The journals of all domains.</summary>
internal interface IJournals
{
    /// <summary>The domains that have one.</summary>
    IEnumerable<DomainName> Domains();

    /// <summary>Waits until no other run works on a domain's rotation.</summary>
    Task<IDisposable> LockAsync(DomainName domain, IProgressLog log, CancellationToken cancellation);

    /// <summary>Reads a journal; an empty one where there is none.</summary>
    /// <exception cref="DkimException">It can't be read.</exception>
    Journal Read(DomainName domain);

    /// <summary>Writes a journal to disk, so that it survives a crash.</summary>
    void Write(Journal journal);
}
