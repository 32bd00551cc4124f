using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Reports;

/// <summary>What is known about domains apart from DNS: from the host itself, or from the public index.</summary>
internal interface IHostFacts
{
    /// <summary>The known domains.</summary>
    /// <exception cref="InaccessibleException">They can't be listed.</exception>
    IEnumerable<DomainName> Domains();

    /// <summary>Why domains may be missing in <see cref="Domains"/>: tables that couldn't be read.</summary>
    IReadOnlyList<DkimFinding> UnreadTables { get; }

    /// <summary>Opens a reader for a few hundred domains. It is used by one thread at a time.</summary>
    /// <returns>Gives the facts of a domain, and the signers whose daemons have to be asked.</returns>
    Func<DomainName, DateTime, HostReading> Open();
}
