using OpteriusDkim.Findings;

namespace OpteriusDkim.Reports;

/// <summary>
/// The table of rules that give a domain its health. Each is a pure function of <see cref="StatusFacts"/>. A domain to which none
/// applies is Ok. docs/status.md has the same table.
/// </summary>
internal static partial class HealthRules
{
    /// <summary>The rules, the worst first.</summary>
    public static IReadOnlyList<HealthRule> All { get; } =
    [
        new(DkimHealth.Critical, "A running signer doesn't sign the domain's mail", Unsigned),
        new(DkimHealth.Critical, "A running signer can't be reached", Unreachable),
        new(DkimHealth.Critical, "The signer's tables or key files make the mail leave unsigned, or be refused", WillNotSign),
        new(DkimHealth.Critical, "A signature doesn't verify with the record in DNS", SignatureFails),
        new(DkimHealth.Critical, "The record of a key that signs is missing, revoked, or another one", RecordWrong),
        new(DkimHealth.Critical, "The mail server can't pass mail to the signer", HostFails),
        new(DkimHealth.Warning, "A registration, rotation or retirement waits for a person", WaitsForPerson),
        new(DkimHealth.Warning, "A registration, rotation or retirement waits for the signer", WaitsForSigner),
        new(DkimHealth.Warning, "No run has continued what was due for more than a day", NotContinued),
        new(DkimHealth.Warning, "A key that signs or is published is weak", Weak),
        new(DkimHealth.Warning, "A key signs for longer than `rotation.interval` and 30 days", Old),
        new(DkimHealth.Warning, "A key is published under two selectors", PublishedTwice),
        new(DkimHealth.Warning, "Store, tables, running signers and name servers differ", Differs),
        new(DkimHealth.Warning, "DNS was not asked, or not all servers answered", DnsUnknown),
        new(DkimHealth.Warning, "The running signers were not asked, or can't be", SigningUnknown),
        new(DkimHealth.Warning, "Something else couldn't be looked at: a key, the tables, a journal", NotLookedAt),
        new(DkimHealth.Warning, "A timestamp is in the future", ClockDiffers),
        new(DkimHealth.Warning, "The facts come from an index entry that is older than a day", IndexStale),
        new(DkimHealth.Warning, "Anything else has an error or a warning", Others),
    ];

    private static IEnumerable<DkimFinding> Unsigned(StatusFacts facts) => facts.MustSign
        ? Serious((facts.Probes ?? []).Where(probe => Fails(probe) && probe.Outcome != DkimSigningOutcome.Unreachable))
        : [];

    private static IEnumerable<DkimFinding> Unreachable(StatusFacts facts) => facts.MustSign
        ? Serious((facts.Probes ?? []).Where(probe => probe.Outcome == DkimSigningOutcome.Unreachable && !IsDenied(probe)))
        : [];

    /// <summary>
    /// The first entry has the outcome for the domain's mail. Unreachable without an error is one that can't be predicted.
    /// </summary>
    private static IEnumerable<DkimFinding> WillNotSign(StatusFacts facts) =>
        facts.MustSign && facts.Entries is [{ Outcome: not DkimSigningOutcome.Signed } first, ..]
            ? first.Findings.Where(finding => finding.Severity == FindingSeverity.Error
                || (finding.Severity == FindingSeverity.Warning && first.Outcome != DkimSigningOutcome.Unreachable))
            : [];

    private static IEnumerable<DkimFinding> SignatureFails(StatusFacts facts) =>
        facts.SignedProbes.Where(probe => probe.MatchesDns == false || probe.Findings.Any(IsBadSignature))
            .SelectMany(probe => probe.Findings.Where(finding => finding.Severity != FindingSeverity.Information))
            .Concat((facts.Probes ?? []).SelectMany(probe => probe.Findings).Where(IsForeignSignature));

    private static IEnumerable<DkimFinding> RecordWrong(StatusFacts facts)
    {
        foreach (var test in facts.SigningSelectors.Select(facts.DnsOf).OfType<DkimDnsTest>().Where(IsWrong))
        {
            var found = test.Findings.Where(finding => finding.Severity != FindingSeverity.Information).ToArray();
            foreach (var finding in found.Length > 0 ? found : [.. test.Findings])
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<DkimFinding> HostFails(StatusFacts facts) =>
        facts.MustSign ? facts.Host.Where(finding => finding.Severity == FindingSeverity.Error) : [];

    private static bool IsWrong(DkimDnsTest test) => test.Status == DkimDnsStatus.Mismatch || StatusFacts.IsMissing(test);

    private static bool Fails(DkimSigningTest probe) => probe.Outcome != DkimSigningOutcome.Signed;

    private static bool IsDenied(DkimSigningTest probe) => probe.Findings.Any(finding => finding.Code == nameof(FindingTable.SocketDenied));

    private static bool IsBadSignature(DkimFinding finding) =>
        finding.Code is nameof(FindingTable.SignedWithOtherKey) or nameof(FindingTable.SignatureObsolete);

    private static bool IsForeignSignature(DkimFinding finding) =>
        finding.Code is nameof(FindingTable.SignedForOtherDomain) or nameof(FindingTable.SubdomainSwallowed);

    private static IEnumerable<DkimFinding> Serious(IEnumerable<DkimSigningTest> probes) =>
        probes.SelectMany(probe => probe.Findings).Where(finding => finding.Severity != FindingSeverity.Information);
}
