using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Reports;

/// <summary>What the public index has about a domain. It has nothing secret.</summary>
/// <param name="Domain">The domain in A-labels.</param>
/// <param name="WrittenAt">When root found it out, in UTC.</param>
internal sealed record IndexEntry(string Domain, DateTime WrittenAt)
{
    /// <summary>The version that this module writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the format.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <inheritdoc cref="StatusFacts.Keys"/>
    public IReadOnlyList<IndexedKey> Keys { get; init; } = [];

    /// <inheritdoc cref="StatusFacts.Entries"/>
    public IReadOnlyList<DkimSigningEntry> Entries { get; init; } = [];

    /// <inheritdoc cref="StatusFacts.Probes"/>
    public IReadOnlyList<DkimSigningTest>? Probes { get; init; }

    /// <inheritdoc cref="StatusFacts.Rotations"/>
    public IReadOnlyList<DkimRotation> Rotations { get; init; } = [];

    /// <inheritdoc cref="StatusFacts.JournalWrittenAt"/>
    public DateTime? JournalWrittenAt { get; init; }

    /// <inheritdoc cref="StatusFacts.Problems"/>
    public IReadOnlyList<DkimFinding> Problems { get; init; } = [];

    /// <inheritdoc cref="StatusFacts.Host"/>
    public IReadOnlyList<DkimFinding> Host { get; init; } = [];

    /// <summary>The facts without paths of private keys, and without what DNS said, which readers of the index ask by themselves.</summary>
    public static IndexEntry Of(StatusFacts facts)
    {
        var dns = (facts.Dns ?? [])
            .SelectMany(test => test.Findings.Concat(test.Servers.SelectMany(server => server.Findings))).ToHashSet();
        return new IndexEntry(facts.Domain.Value, facts.Now)
        {
            Keys = [.. facts.Keys.Select(IndexedKey.Of)],
            Entries = [.. facts.Entries.Select(entry => entry with { PrivateKeyPath = null })],
            Probes = facts.Probes?.Select(probe => WithoutDns(probe, facts, dns)).ToArray(),
            Rotations = [.. facts.Rotations.Select(rotation => rotation with { Record = null, RecordAction = null, Plan = [] })],
            JournalWrittenAt = facts.JournalWrittenAt,
            Problems = facts.Problems,
            Host = facts.Host,
        };
    }

    /// <summary>The facts that root found.</summary>
    public StatusFacts ToFacts(DomainName domain, DateTime now) => new(domain, now)
    {
        Keys = [.. Keys.Select(key => key.ToKey(domain))],
        Entries = Entries,
        Probes = Probes,
        Rotations = Rotations,
        JournalWrittenAt = JournalWrittenAt,
        Problems = Problems,
        Host = Host,
        IndexedAt = WrittenAt,
    };

    /// <summary>A signature with a key that isn't known keeps its verdict, since nobody else can make one.</summary>
    private static DkimSigningTest WithoutDns(DkimSigningTest probe, StatusFacts facts, HashSet<DkimFinding> dns) =>
        facts.Keys.Any(key => key.Selector.Value == probe.Selector)
            ? probe with
            {
                MatchesDns = null,
                Findings =
                [
                    .. probe.Findings.Where(
                        finding => finding.Code != nameof(FindingTable.SignatureFailsInDns) && !dns.Contains(finding)),
                ],
            }
            : probe;
}
