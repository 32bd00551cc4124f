using OpteriusDkim.Dns;
using OpteriusDkim.Dns.Diagnosis;
using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Publishing;

/// <summary>
/// Looks at a name for publishers that can't ask the server they change: on the zone's own servers, and where none of
/// them answers, as the world does.
/// </summary>
/// <param name="zones">Asks the zone's servers.</param>
/// <param name="resolver">Asks as the world does.</param>
/// <param name="servers">The resolvers, the preferred one first.</param>
/// <param name="timeout">The time for one query.</param>
internal sealed class PublishedTxtQuery(IZoneObserver zones, ITxtResolver resolver, IReadOnlyList<DnsServer> servers, TimeSpan timeout)
{
    /// <summary>What is at a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<NameContent> AtAsync(RecordName name, CancellationToken cancellation)
    {
        if (servers.Count == 0)
        {
            return NameContent.NotKnown(FindingTable.NoServer.With());
        }

        var look = await zones.ObserveAsync(name.Value, cancellation).ConfigureAwait(false);
        TxtAnswer[] known = [.. look.Answers.Where(answer => Tells(answer) && !answer.ProvesNothing)];
        return known.Length > 0
            ? await WithoutWildcardAsync(name, ContentOf(name, known), cancellation).ConfigureAwait(false)
            : await AsTheWorldAsync(name, cancellation).ConfigureAwait(false);
    }

    /// <summary>What a wildcard gives for any name is not at this one.</summary>
    private async Task<NameContent> WithoutWildcardAsync(RecordName name, NameContent content, CancellationToken cancellation)
    {
        if (content.Records.Count == 0)
        {
            return content;
        }

        var look = await zones.ObserveAsync(Wildcard.NameBelow(name.Domain), cancellation).ConfigureAwait(false);
        return content.Without([.. look.Answers.SelectMany(answer => answer.Records)]);
    }

    private async Task<NameContent> AsTheWorldAsync(RecordName name, CancellationToken cancellation)
    {
        TxtAnswer? last = null;
        foreach (var server in servers)
        {
            last = await resolver.QueryAsync(name.Value, server, timeout, cancellation).ConfigureAwait(false);
            if (Tells(last))
            {
                return ContentOf(name, [last]) with { MayBeOld = true };
            }
        }

        return NameContent.NotKnown(AnswerFindings.For(name, last!, null)[0]);
    }

    private static bool Tells(TxtAnswer answer) => answer.Outcome is DnsOutcome.Found or DnsOutcome.NoSuchName or DnsOutcome.NoData;

    /// <summary>All that any of the servers has: what one of them still shows is there, and is somebody's.</summary>
    private static NameContent ContentOf(RecordName name, IReadOnlyList<TxtAnswer> answers) => new(
        [.. answers.SelectMany(answer => answer.Records).DistinctBy(strings => string.Concat(strings))])
    {
        Obstacle = answers.FirstOrDefault(answer => answer.Chain.Count > 0) is { } aliased
            ? FindingTable.NameIsAlias.With(("name", name), ("target", PrintableText.Clean(aliased.Chain[^1])))
            : null,
        Target = answers.FirstOrDefault(answer => answer.Chain.Count > 0)?.Chain[^1],
    };
}
