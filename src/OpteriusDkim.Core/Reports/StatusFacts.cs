using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Reports;

/// <summary>What was found out about one domain. <see cref="HealthRules"/> judges it without looking at anything else.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Now">When it was found out, in UTC.</param>
internal sealed record StatusFacts(DomainName Domain, DateTime Now)
{
    /// <summary>The keys in the store, and those outside of it that the tables name.</summary>
    public IReadOnlyList<StatusKey> Keys { get; init; } = [];

    /// <summary>
    /// What the signer does by its tables; the first entry has the outcome for the domain's mail. Empty if they weren't read.
    /// </summary>
    public IReadOnlyList<DkimSigningEntry> Entries { get; init; } = [];

    /// <summary>What the running signers did with test messages; null if that wasn't tried.</summary>
    public IReadOnlyList<DkimSigningTest>? Probes { get; init; }

    /// <summary>What DNS has for the keys; null if it wasn't asked.</summary>
    public IReadOnlyList<DkimDnsTest>? Dns { get; init; }

    /// <summary>The CNAMEs of a delegated domain that are missing or wrong.</summary>
    public IReadOnlyList<DkimFinding> Delegation { get; init; } = [];

    /// <summary>Registrations, rotations and retirements, the oldest first.</summary>
    public IReadOnlyList<DkimRotation> Rotations { get; init; } = [];

    /// <summary>When a run last wrote the journal, in UTC; null if there is none.</summary>
    public DateTime? JournalWrittenAt { get; init; }

    /// <summary>What couldn't be looked at, and why.</summary>
    public IReadOnlyList<DkimFinding> Problems { get; init; } = [];

    /// <summary>Findings on the host that concern all domains that sign, such as a mail server that doesn't use the signer.</summary>
    public IReadOnlyList<DkimFinding> Host { get; init; } = [];

    /// <summary>How long a key is used.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>When root wrote the facts about keys and signers, in UTC; null if they were found out just now.</summary>
    public DateTime? IndexedAt { get; init; }

    /// <summary>The registration, rotation or retirement in progress; null for none.</summary>
    public DkimRotation? Current => Rotations.LastOrDefault(rotation => rotation.EndedAt is null);

    /// <summary>The selectors with which the domain's mail is signed by the tables.</summary>
    public IEnumerable<string> TableSelectors => Entries
        .Where(entry => entry is { Outcome: DkimSigningOutcome.Signed, Selector: not null } && IsThisDomain(entry.Domain))
        .Select(entry => entry.Selector!).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The selectors with which the running signers sign.</summary>
    public IEnumerable<string> RunningSelectors => SignedProbes.Select(probe => probe.Selector!).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The test messages that were signed as this domain.</summary>
    public IEnumerable<DkimSigningTest> SignedProbes => (Probes ?? []).Where(probe =>
        probe is { Outcome: DkimSigningOutcome.Signed, Selector: not null } && !probe.Findings.Any(IsForOtherDomain));

    /// <summary>The selectors that sign, by the tables or in fact.</summary>
    public IReadOnlySet<string> SigningSelectors =>
        TableSelectors.Concat(RunningSelectors).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the tables couldn't be read, or leave it to a script what is signed.</summary>
    public bool HasUndecidedTables => Entries is [{ Outcome: DkimSigningOutcome.Unreachable } first, ..]
        && !first.Findings.Any(finding => finding.Severity == FindingSeverity.Error);

    /// <summary>Whether the domain's mail should be signed now.</summary>
    public bool MustSign => Current switch
    {
        { Kind: RotationKind.Retirement } => false,
        { Kind: RotationKind.Registration } => TableSelectors.Any(),
        _ => Keys.Count > 0 || Entries.Any(entry => entry.Pattern is not null),
    };

    /// <summary>Whether anything on this host knows the domain, or that couldn't be found out.</summary>
    public bool IsKnown => Keys.Count > 0 || Rotations.Count > 0 || Problems.Count > 0 || Entries.Any(entry => entry.Pattern is not null);

    /// <summary>What DNS has for a selector; null if that is unknown.</summary>
    public DkimDnsTest? DnsOf(string selector) =>
        Dns?.FirstOrDefault(test => selector.Equals(test.Selector, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a server says that there is no record.</summary>
    public static bool IsMissing(DkimDnsTest test) => test.Status == DkimDnsStatus.KeyGenerated
        && test.Servers.Any(server => server.Outcome is DnsOutcome.NoSuchName or DnsOutcome.NoData);

    private bool IsThisDomain(string? domain) => Domain.Value.Equals(domain, StringComparison.OrdinalIgnoreCase);

    private static bool IsForOtherDomain(DkimFinding finding) =>
        finding.Code is nameof(FindingTable.SignedForOtherDomain) or nameof(FindingTable.SubdomainSwallowed);
}
