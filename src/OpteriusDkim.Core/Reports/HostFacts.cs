using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Reports;

/// <summary>Reads keys, tables and journals of this host.</summary>
internal sealed class HostFacts(StatusSources sources) : IHostFacts
{
    public IEnumerable<DomainName> Domains() => sources.Keys.Domains()
        .Concat(sources.History.Domains())
        .Concat(sources.Signers.SelectMany(signer => signer.Domains()));

    public IReadOnlyList<DkimFinding> UnreadTables =>
    [
        .. sources.SignerProblems.Where(problem => problem.Code != nameof(FindingTable.NoSigner)),
        .. sources.Signers.SelectMany(signer => signer.UnreadTables),
    ];

    public Func<DomainName, DateTime, HostReading> Open() => new LocalFacts(sources).Read;
}
