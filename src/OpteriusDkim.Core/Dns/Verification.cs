namespace OpteriusDkim;

/// <summary>The judgement: what servers' answers mean for a stored key. Pure; it asks nobody.</summary>
internal static class Verification
{
    private enum Verdict
    {
        Right,
        Wrong,
        Unknown,
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
    public static DkimDnsTest Of(StoredKey key, IReadOnlyList<TxtAnswer> answers, DateTime now)
    {
        var servers = answers.Select(answer => new DkimDnsAnswer(key.RecordName, answer)).ToArray();
        var verdicts = servers.Select(server => Judge(key.PublicKey, server)).ToArray();
        var status = verdicts.Contains(Verdict.Wrong) ? DkimDnsStatus.Mismatch
            : verdicts.Length > 0 && verdicts.All(verdict => verdict == Verdict.Right) ? DkimDnsStatus.Verified
            : DkimDnsStatus.KeyGenerated;
        var observed = servers.SelectMany(server => server.Texts).Distinct().Select(PrintableText.Clean).ToArray();
        return new DkimDnsTest(key.Domain, key.Selector, status, now)
        {
            Name = key.RecordName.Value,
            Expected = DkimDnsRecord.TextOf(key.PublicKey),
            Observed = observed.Length == 0 ? null : string.Join('\n', observed),
            Servers = servers,
            Findings = servers.SelectMany(server => FindingsOf(key.PublicKey, server)).Distinct().ToArray(),
        };
    }

    private static Verdict Judge(DkimPublicKey key, DkimDnsAnswer answer) => answer.Outcome switch
    {
        DnsOutcome.Found when answer.Record is { IsValid: true } record && key.Equals(record.Key) => Verdict.Right,
        DnsOutcome.Found => Verdict.Wrong,
        _ => Verdict.Unknown,
    };

    private static IEnumerable<DkimFinding> FindingsOf(DkimPublicKey key, DkimDnsAnswer answer) =>
        answer.Record?.Key is { } published && !key.Equals(published)
            ? answer.Findings.Prepend(FindingTable.DifferentKey.With(("published", published), ("stored", key)))
            : answer.Findings;
}
