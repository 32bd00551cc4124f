using OpteriusDkim.Findings;

namespace OpteriusDkim.Reports;

/// <content>Rules for what couldn't be looked at, which is never Ok, and for the findings that other rules leave.</content>
internal static partial class HealthRules
{
    private static IEnumerable<DkimFinding> DnsUnknown(StatusFacts facts)
    {
        if (facts.Dns is null)
        {
            return [FindingTable.DnsNotAsked.With(("domain", facts.Domain))];
        }

        // A key that signs but isn't known has a verdict by its signature.
        var judged = facts.SignedProbes.Where(probe => probe.MatchesDns is not null).Select(probe => probe.Selector!)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return facts.SigningSelectors
            .Where(selector => facts.DnsOf(selector) is { } test ? IsUnknown(test) : !judged.Contains(selector))
            .SelectMany(selector => ((DkimFinding[])
            [
                FindingTable.DnsUnknown.With(
                    ("name", $"{selector}._domainkey.{facts.Domain}"), ("domain", facts.Domain), ("selector", selector)),
                .. Serious(facts.DnsOf(selector)?.Findings ?? []),
            ]));
    }

    private static IEnumerable<DkimFinding> SigningUnknown(StatusFacts facts)
    {
        var denied = (facts.Probes ?? []).Where(IsDenied).SelectMany(probe => probe.Findings);
        var reason = facts switch
        {
            { MustSign: false } => null,
            { Probes: null or [] } => "no running signer could be asked",
            { Entries: [] } => "its tables couldn't be read",
            { HasUndecidedTables: true } when facts.SignedProbes.Any() => "its tables don't decide it",
            _ when denied.Any() => "its socket is closed to this user",
            _ => null,
        };
        return reason is null ? [] : denied.Prepend(FindingTable.SigningUnknown.With(("domain", facts.Domain), ("reason", reason)));
    }

    private static IEnumerable<DkimFinding> NotLookedAt(StatusFacts facts) =>
        facts.Problems.Concat(facts.HasUndecidedTables ? Serious(facts.Entries[0].Findings) : []);

    private static IEnumerable<DkimFinding> IndexStale(StatusFacts facts) =>
        facts.IndexedAt is { } time && facts.Now - time > StaleAfter
            ? [FindingTable.IndexStale.With(
                ("domain", facts.Domain), ("time", Shown(time)), ("hours", (int)(facts.Now - time).TotalHours))]
            : [];

    /// <summary>
    /// The errors and warnings that no other rule covers. Keys that don't sign may lack a record, and domains that needn't sign may
    /// lack an entry.
    /// </summary>
    private static IEnumerable<DkimFinding> Others(StatusFacts facts)
    {
        var signing = facts.SigningSelectors;
        var dns = (facts.Dns ?? []).Where(test => test.Selector is not null && signing.Contains(test.Selector));
        var current = facts.Current is { } rotation ? rotation.Findings : [];
        return Serious(
        [
            .. facts.MustSign ? facts.Entries.SelectMany(entry => entry.Findings) : [],
            .. (facts.MustSign ? facts.Probes ?? [] : facts.SignedProbes).SelectMany(probe => probe.Findings),
            .. dns.SelectMany(test => test.Findings),
            .. facts.Delegation,
            .. facts.MustSign ? facts.Host : [],
            .. current,
        ]);
    }

    /// <summary>Whether no server says that the record is wrong or missing, but not all say that it is right.</summary>
    private static bool IsUnknown(DkimDnsTest test) =>
        test.Status is DkimDnsStatus.KeyGenerated or DkimDnsStatus.NotConfigured && !StatusFacts.IsMissing(test);

    private static IEnumerable<DkimFinding> Serious(IEnumerable<DkimFinding> findings) =>
        findings.Where(finding => finding.Severity != FindingSeverity.Information);
}
