using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Dns;

/// <summary>The judgement: what servers' answers mean for a stored key. Pure; it asks nobody.</summary>
internal static class Verification
{
    private enum Verdict
    {
        Right,
        Wrong,
        Unknown,
        NotAsked,
    }

    /// <summary>A domain without a key, or without the one that was named.</summary>
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

    /// <summary>A stored key against what each server answered: one wrong answer is a mismatch, all right verify.</summary>
    public static DkimDnsTest Of(StoredKey key, ZoneObservation look, DateTime now)
    {
        var servers = look.Answers.Select(answer => new DkimDnsAnswer(key.RecordName, answer)).ToArray();
        var status = StatusOf(servers.Select(server => Judge(key.PublicKey, server)).ToArray());
        var observed = servers.SelectMany(server => server.Texts).Distinct().Select(PrintableText.Clean).ToArray();
        return new DkimDnsTest(key.Domain, key.Selector, status, now)
        {
            Name = key.RecordName.Value,
            Expected = DkimDnsRecord.TextOf(key.PublicKey),
            Observed = observed.Length == 0 ? null : string.Join('\n', observed),
            Servers = servers,
            SafeToSignAt = status == DkimDnsStatus.Verified && look.Zones.Count > 0 ? now + look.LongestNoInCaches : null,
            SlowestAnswer = look.SlowestAnswer,
            Findings = [.. look.Problems, .. servers.SelectMany(server => FindingsOf(key.PublicKey, server)).Distinct()],
        };
    }

    /// <summary>Whether an answer carries the key as a strict verifier takes it.</summary>
    public static bool IsRight(DkimPublicKey key, DkimDnsAnswer answer) => Judge(key, answer) == Verdict.Right;

    /// <summary>A server that this host has no way to is left out where another was asked.</summary>
    private static DkimDnsStatus StatusOf(Verdict[] verdicts)
    {
        var asked = verdicts.Where(verdict => verdict != Verdict.NotAsked).ToArray();
        if (asked.Contains(Verdict.Wrong))
        {
            return DkimDnsStatus.Mismatch;
        }

        return asked.Length > 0 && asked.All(verdict => verdict == Verdict.Right) ? DkimDnsStatus.Verified : DkimDnsStatus.KeyGenerated;
    }

    private static Verdict Judge(DkimPublicKey key, DkimDnsAnswer answer) => answer.Outcome switch
    {
        _ when answer.Answer.NoRoute => Verdict.NotAsked,
        _ when answer.Answer.ProvesNothing => Verdict.Unknown,
        DnsOutcome.Found when answer.Record is { IsUsable: true } record && key.Equals(record.Key) => Verdict.Right,
        DnsOutcome.Found => Verdict.Wrong,
        _ => Verdict.Unknown,
    };

    /// <summary>What an answer has to tell, first that it carries another key than the stored one, where there is one.</summary>
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
