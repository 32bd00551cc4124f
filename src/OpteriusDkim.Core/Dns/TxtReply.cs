namespace OpteriusDkim.Dns;

/// <summary>What a reply says about the TXT records of a name.</summary>
internal static class TxtReply
{
    /// <summary>How long a chain of aliases is followed (as BIND does).</summary>
    public const int LongestChain = 16;

    /// <summary>The target of a name's alias in a reply, or null.</summary>
    public static string? AliasOf(DnsReply reply, string name) =>
        reply.AnswersOf(DnsRecordType.Cname).FirstOrDefault(record => record.Name == name)?.Target;

    /// <summary>The DNAME under which a name lies in a reply, or null.</summary>
    public static string? RedirectionOf(DnsReply reply, string name) => reply.AnswersOf(DnsRecordType.Dname)
        .FirstOrDefault(record => name.EndsWith("." + record.Name, StringComparison.Ordinal))?.Name;

    /// <summary>The answer where a reply ends the chain.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="end">The name at the end of the chain.</param>
    /// <param name="chain">The aliases that led there.</param>
    public static TxtAnswer Read(DnsReply reply, string end, IReadOnlyList<string> chain)
    {
        var records = reply.AnswersOf(DnsRecordType.Txt).Where(record => record.Name == end).ToArray();
        var outcome = reply switch
        {
            { IsAnswer: false } => reply.Outcome,
            _ when records.Length > 0 => DnsOutcome.Found,
            { Outcome: DnsOutcome.NoSuchName } => DnsOutcome.NoSuchName,
            _ => DnsOutcome.NoData,
        };
        return new TxtAnswer(reply.Question.Server, outcome)
        {
            Records = [.. records.Select(record => record.Strings)],
            Chain = chain,
            Ttl = records.Length > 0 ? records.Min(record => record.Ttl) : null,
            NegativeTtl = outcome == DnsOutcome.Found ? null : reply.Authority?.NegativeTtl,
            Authenticated = reply.IsAuthenticated && reply.IsAnswer,
            NoRoute = reply.NoRoute,
            Detail = reply.Detail,
        };
    }
}
