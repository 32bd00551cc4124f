using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Dns;

/// <summary>Evaluates servers' answers for a stored key. It does no I/O.</summary>
internal static class Verification
{
    /// <summary>The result for a domain without a key, or without the specified one.</summary>
    public static DkimDnsTest OfMissingKey(
        DomainName domain, Selector? selector, IReadOnlyList<Selector> others, string directory, DateTime now)
    {
        var finding = others.Count == 0 || selector is null
            ? FindingTable.NotConfigured.With(("domain", domain), ("directory", directory))
            : FindingTable.SelectorNotConfigured.With(
                ("domain", domain), ("selector", selector), ("selectors", string.Join(", ", others)));
        return new DkimDnsTest(domain, selector, DkimDnsStatus.NotConfigured, now)
        {
            Name = selector is null ? null : new RecordName(domain, selector).Value,
            Findings = [finding],
        };
    }

    /// <summary>
    /// Compares a stored key with each server's answer: one wrong answer makes a mismatch; if all are right, the key is verified.
    /// </summary>
    public static DkimDnsTest Of(StoredKey key, ZoneObservation observation, DateTime now)
    {
        var servers = observation.Answers;
        var status = StatusOf([.. observation.Reachable.Select(server => server.StateFor(key.PublicKey, Wildcard.None))]);
        var observed = servers.SelectMany(server => server.Texts).Distinct().Select(PrintableText.Clean).ToArray();
        return new DkimDnsTest(key.Domain, key.Selector, status, now)
        {
            Name = key.RecordName.Value,
            Expected = DkimDnsRecord.TextOf(key.PublicKey),
            Observed = observed.Length == 0 ? null : string.Join('\n', observed),
            Servers = servers,
            SafeToSignAt = status == DkimDnsStatus.Verified && observation.Zones.Count > 0
                ? now + observation.LongestNegativeCaching
                : null,
            SlowestAnswer = observation.SlowestAnswer,
            Findings = [.. observation.Problems, .. servers.SelectMany(server => FindingsOf(key.PublicKey, server)).Distinct()],
        };
    }

    private static DkimDnsStatus StatusOf(RecordState[] states)
    {
        if (Array.Exists(states, state => state is RecordState.Tombstone or RecordState.Other or RecordState.Broken))
        {
            return DkimDnsStatus.Mismatch;
        }

        return states.Length > 0 && Array.TrueForAll(states, state => state == RecordState.Right)
            ? DkimDnsStatus.Verified
            : DkimDnsStatus.KeyGenerated;
    }

    /// <summary>The findings of an answer. The first one tells if its key isn't the stored one, or isn't accepted.</summary>
    public static IEnumerable<DkimFinding> FindingsOf(DkimPublicKey? key, DkimDnsAnswer answer)
    {
        if (key is null || answer.Record?.Key is not { } published)
        {
            return answer.Findings;
        }

        if (!key.Equals(published))
        {
            return answer.Findings.Prepend(FindingTable.DifferentKey.With(("published", published), ("stored", key)));
        }

        return answer.Record.IsValid && !answer.Record.IsUsable
            ? answer.Findings.Prepend(FindingTable.KeyFormRefused.With())
            : answer.Findings;
    }
}
