using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Records;

namespace OpteriusDkim.Reports;

/// <summary>Makes the row of a domain from the facts.</summary>
internal static class StatusRow
{
    /// <summary>Judges a domain.</summary>
    /// <param name="options">The form of its records.</param>
    public static DkimStatus Of(StatusFacts facts, RecordOptions options)
    {
        var found = HealthRules.All.SelectMany(rule => rule.Find(facts).Select(finding => (rule.Health, Finding: finding))).ToArray();
        var findings = found.Select(each => each.Finding).Concat(Notes(facts)).Distinct().ToArray();
        var shown = ShownKeyOf(facts);
        var current = facts.Current;
        var status = new DkimStatus
        {
            Domain = facts.Domain.Value,
            Health = found.Length == 0 ? DkimHealth.Ok : found.Max(each => each.Health),
            Selector = shown?.Selector.Value ?? facts.SigningSelectors.Order(StringComparer.Ordinal).FirstOrDefault(),
            Algorithm = shown is { InStore: true } ? shown.PublicKey.Algorithm : null,
            KeySize = shown is { InStore: true } ? shown.PublicKey.KeySize : null,
            KeyAgeDays = shown is { InStore: true } ? AgeOf(shown, facts.Now) : null,
            DnsStatus = DnsStatusOf(facts, shown),
            Signing = SigningOf(facts),
            RotationPhase = current?.Phase,
            WaitingFor = current?.WaitingFor ?? RotationWait.Nothing,
            Keys = [.. Keys(facts, options)],
            Rotations = [.. facts.Rotations.Reverse()],
            Findings = findings,
            IndexedAt = facts.IndexedAt,
            CheckedAt = facts.Now,
        };
        return NextStep.AddTo(status, facts, found.Length == 0 ? null : found[0].Finding);
    }

    /// <summary>What is worth knowing but needs no action.</summary>
    private static IEnumerable<DkimFinding> Notes(StatusFacts facts)
    {
        if (facts.IndexedAt is { } time)
        {
            yield return FindingTable.FromIndex.With(("domain", facts.Domain), ("time", DkimRotationStep.TextOf(time)));
        }

        foreach (var finding in facts.Entries.SelectMany(entry => entry.Findings)
            .Where(finding => finding.Code == nameof(FindingTable.KeyNotInStore)))
        {
            yield return finding;
        }
    }

    private static StatusKey? ShownKeyOf(StatusFacts facts)
    {
        var signing = facts.SigningSelectors;
        var signs = facts.Keys.Where(key => signing.Contains(key.Selector.Value)).ToArray();
        return signs.FirstOrDefault(key => key.PublicKey.Algorithm == DkimKeyAlgorithm.Rsa)
            ?? signs.FirstOrDefault()
            ?? (signing.Count > 0 ? null : facts.Keys.MaxBy(key => key.Key.CreatedAt));
    }

    private static int AgeOf(StatusKey key, DateTime now) => (int)key.AgeAt(now).TotalDays;

    private static DkimDnsStatus? DnsStatusOf(StatusFacts facts, StatusKey? shown)
    {
        if (facts.Dns is null)
        {
            return null;
        }

        var signing = facts.SigningSelectors;
        var selectors = signing.Count > 0 ? signing.ToArray() : [.. new[] { shown?.Selector.Value }.OfType<string>()];
        return selectors.Length switch
        {
            > 0 => selectors.Select(selector => DnsStatusOf(facts, selector)).MaxBy(RankOf),
            _ when facts.Entries.Any(entry => entry.Outcome == DkimSigningOutcome.Unreachable) => null,
            _ => DkimDnsStatus.NotConfigured,
        };
    }

    private static DkimDnsStatus DnsStatusOf(StatusFacts facts, string selector)
    {
        if (facts.DnsOf(selector) is { } test)
        {
            return test.Status;
        }

        var probes = facts.SignedProbes.Where(probe => probe.Selector == selector).ToArray();
        return probes switch
        {
            _ when probes.Any(probe => probe.MatchesDns == false && !LacksRecord(probe)) => DkimDnsStatus.Mismatch,
            [_, ..] when probes.All(probe => probe.MatchesDns == true) => DkimDnsStatus.Verified,
            _ => DkimDnsStatus.KeyGenerated,
        };
    }

    private static bool LacksRecord(DkimSigningTest probe) =>
        probe.Findings.Any(finding => finding.Code is nameof(FindingTable.NoSuchName) or nameof(FindingTable.NoData));

    private static int RankOf(DkimDnsStatus status) => status switch
    {
        DkimDnsStatus.Verified => 0,
        DkimDnsStatus.NotConfigured => 1,
        DkimDnsStatus.KeyGenerated => 2,
        _ => 3,
    };

    /// <summary>The worst outcome. Mail that is signed as another domain isn't signed as this one.</summary>
    private static DkimSigningOutcome? SigningOf(StatusFacts facts)
    {
        var signed = facts.SignedProbes.ToHashSet(ReferenceEqualityComparer.Instance);
        DkimSigningOutcome[] outcomes =
        [
            .. (facts.Probes ?? []).Select(probe => probe.Outcome == DkimSigningOutcome.Signed && !signed.Contains(probe)
                ? DkimSigningOutcome.Unsigned
                : probe.Outcome),
        ];
        return outcomes.Length == 0 ? null : outcomes.Max();
    }

    private static IEnumerable<DkimKeyStatus> Keys(StatusFacts facts, RecordOptions options)
    {
        var signing = facts.TableSelectors.ToHashSet(StringComparer.OrdinalIgnoreCase);
        bool? Signs(string selector) => facts.Entries.Count == 0 ? null : signing.Contains(selector);
        var keys = facts.Keys.Select(key => new DkimKeyStatus
        {
            Selector = key.Selector.Value,
            Signs = Signs(key.Selector.Value),
            Algorithm = key.InStore ? key.PublicKey.Algorithm : null,
            KeySize = key.InStore ? key.PublicKey.KeySize : null,
            AgeDays = key.InStore ? AgeOf(key, facts.Now) : null,
            DnsStatus = facts.DnsOf(key.Selector.Value)?.Status,
            Record = key.InStore ? DkimDnsRecord.For(key.Key.RecordName, key.PublicKey, options) : null,
        });
        var others = facts.SigningSelectors.Except(facts.Keys.Select(key => key.Selector.Value), StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal)
            .Select(selector => new DkimKeyStatus
            {
                Selector = selector,
                Signs = Signs(selector),
                DnsStatus = facts.Dns is null ? null : DnsStatusOf(facts, selector),
            });
        return keys.Concat(others).OrderBy(key => key.Signs == true ? 0 : 1).ThenBy(key => key.AgeDays ?? int.MaxValue);
    }
}
