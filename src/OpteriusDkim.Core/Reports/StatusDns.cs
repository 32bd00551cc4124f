using OpteriusDkim.Dns;
using OpteriusDkim.Dns.Diagnosis;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Reports;

/// <summary>How the records of domains are looked up.</summary>
/// <param name="Lookup">The resolvers, or every server of a zone.</param>
/// <param name="Diagnosis">Finds out why a record isn't right.</param>
/// <param name="DelegationOf">What is wrong with the CNAMEs of a domain; nothing for one that isn't delegated.</param>
internal sealed record StatusDns(
    IRecordLookup Lookup,
    RecordDiagnosis Diagnosis,
    Func<DomainName, CancellationToken, Task<IReadOnlyList<DkimFinding>>> DelegationOf);
