using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Publishing;

/// <summary>
/// Reads the content of a name for publishers that can't query the server they change: from the zone's servers, or if none
/// of them answers, from resolvers.
/// </summary>
/// <param name="resolvers">The resolvers, with a client that follows aliases.</param>
internal sealed class PublishedTxtQuery(IRecordLookup zones, Resolvers resolvers)
{
    public async Task<NameContent> AtAsync(RecordName name, CancellationToken cancellation)
    {
        if (resolvers.Servers.Count == 0)
        {
            return NameContent.NotKnown(FindingTable.NoServer.With());
        }

        var observation = await zones.ObserveAsync(name, cancellation).ConfigureAwait(false);
        DkimDnsAnswer[] known = [.. observation.Answers.Where(answer => answer.IsConclusive)];
        if (known.Length == 0)
        {
            return await FromResolversAsync(name, cancellation).ConfigureAwait(false);
        }

        // Records that come from a wildcard don't count.
        var wildcard = Array.Exists(known, answer => answer.Texts.Count > 0)
            ? await Wildcard.ProbeAsync(zones, name, cancellation).ConfigureAwait(false)
            : Wildcard.None;
        return ContentOf(name, known, wildcard);
    }

    private async Task<NameContent> FromResolversAsync(RecordName name, CancellationToken cancellation)
    {
        var observation = await new ResolverLookup(resolvers).ObserveAsync(name, cancellation).ConfigureAwait(false);
        return observation.Answers[0].Answered
            ? ContentOf(name, observation.Answers, Wildcard.None) with { MayBeOld = true }
            : NameContent.NotKnown(observation.Answers[0].Findings[0]);
    }

    /// <summary>The records of all servers together: one that only some servers have still counts.</summary>
    private static NameContent ContentOf(RecordName name, IReadOnlyList<DkimDnsAnswer> answers, Wildcard wildcard)
    {
        var target = answers.FirstOrDefault(answer => answer.Chain.Count > 0)?.Chain[^1];
        return new NameContent(
        [
            .. answers.Where(answer => !wildcard.Gives(answer.Texts)).SelectMany(answer => answer.PublishedStrings)
                .DistinctBy(strings => string.Concat(strings)),
        ])
        {
            Obstacle = target is null
                ? null
                : FindingTable.NameIsAlias.With(("name", name), ("target", PrintableText.Clean(target))),
            Target = target,
        };
    }
}
