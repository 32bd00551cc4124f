namespace OpteriusDkim;

/// <summary>Rotation's DNS: every server of a record's zones is asked past all caches, and the domain's publisher makes changes.</summary>
/// <param name="zones">Asks the servers.</param>
/// <param name="publishers">Gives each domain's publisher.</param>
internal sealed class RotationDns(IZoneObserver zones, Func<DomainName, IRecordPublisher> publishers) : IRotationDns
{
    public async Task<RotationLook> LookAsync(RecordName name, DkimPublicKey? key, CancellationToken cancellation)
    {
        var look = await zones.LookAsync(name.Value, cancellation).ConfigureAwait(false);
        TxtAnswer[] answers = [.. Reachable(look.Answers)];
        var wildcard = answers.Any(answer => SightOf(answer, key, []) is not (RecordSight.Right or RecordSight.Gone or RecordSight.Silent))
            ? await WildcardAsync(name.Domain, cancellation).ConfigureAwait(false)
            : [];
        return new RotationLook([.. answers.GroupBy(NameOf).Select(server => Worst(server, key, wildcard))])
        {
            LongestNo = look.LongestNo,
            LongestTtl = look.LongestTtl ?? 0,
            NsTtl = look.Zones.Select(zone => zone.NsTtl).DefaultIfEmpty().Max(),
            SlowestAnswer = look.SlowestAnswer,
            Target = answers.FirstOrDefault(answer => answer.Chain.Count > 0)?.Chain[^1],
            Wildcard = wildcard.Count > 0,
            Findings =
            [
                .. look.Problems,
                .. answers.Where(answer => answer.ProvesNothing).Select(answer =>
                    FindingTable.PrivateServer.With(("server", NameOf(answer)), ("name", name))).Distinct(),
            ],
        };
    }

    public Task<PublishResult> PublishAsync(RecordToPublish record, IStory story, CancellationToken cancellation) =>
        AskAsync(record, publisher => publisher.PublishAsync(record, story, cancellation));

    public Task<PublishResult> UnpublishAsync(RecordToPublish record, IStory story, CancellationToken cancellation) =>
        AskAsync(record, publisher => publisher.UnpublishAsync(record, story, cancellation));

    private async Task<PublishResult> AskAsync(RecordToPublish record, Func<IRecordPublisher, Task<PublishResult>> ask)
    {
        try
        {
            var result = await ask(publishers(record.Name.Domain)).ConfigureAwait(false);

            // An alias is nobody else's record: whoever has the zone that it leads to makes the change there.
            return result.Outcome == PublishOutcome.Foreign && result.Findings.Any(finding => finding.Code == FindingTable.NameIsAlias.Code)
                ? result with { Outcome = PublishOutcome.WaitsForPerson }
                : result;
        }
        catch (DkimException exception)
        {
            return PublishResult.Of(PublishOutcome.Failed, exception.Finding);
        }
    }

    /// <summary>Without servers of an address family that this host has no way to, where another could be asked.</summary>
    private static IEnumerable<TxtAnswer> Reachable(IReadOnlyList<TxtAnswer> answers) =>
        answers.All(answer => answer.NoRoute) ? answers : answers.Where(answer => !answer.NoRoute);

    /// <summary>What any name beside the record's is answered: the texts, of whatever server.</summary>
    private async Task<HashSet<string>> WildcardAsync(DomainName domain, CancellationToken cancellation)
    {
        var look = await zones.LookAsync(Wildcard.NameBelow(domain), cancellation).ConfigureAwait(false);
        return [.. look.Answers.Where(answer => answer.Outcome == DnsOutcome.Found).Select(TextOf)];
    }

    /// <summary>A server counts once: of several answers, as at an alias, the one that matters most.</summary>
    private static ServerSight Worst(IGrouping<string, TxtAnswer> server, DkimPublicKey? key, HashSet<string> wildcard) => server
        .Select(answer => (Sight: SightOf(answer, key, wildcard), Answer: answer))
        .OrderByDescending(pair => pair.Sight switch
        {
            RecordSight.Broken => 5,
            RecordSight.Other => 4,
            RecordSight.Tombstone => 3,
            RecordSight.Silent => 2,
            RecordSight.Gone => 1,
            _ => 0,
        })
        .Select(pair => new ServerSight(server.Key, pair.Sight, pair.Answer.Outcome == DnsOutcome.Found ? TextOf(pair.Answer) : "")
        {
            ProvesNothing = pair.Answer.ProvesNothing,
        })
        .First();

    private static RecordSight SightOf(TxtAnswer answer, DkimPublicKey? key, HashSet<string> wildcard)
    {
        if (answer.ProvesNothing || !answer.Answered)
        {
            return RecordSight.Silent;
        }

        DkimKeyRecord[] records = [.. answer.Records.Select(strings => KeyRecordReader.Read(string.Concat(strings)))];
        if (answer.Outcome != DnsOutcome.Found || records.Length == 0)
        {
            return RecordSight.Gone;
        }

        var has = key is not null && records.Any(record => key.Equals(record.Key));
        return has ? records is [{ IsUsable: true }] ? RecordSight.Right : RecordSight.Broken
            : wildcard.Contains(TextOf(answer)) ? RecordSight.Gone
            : records is [{ IsRevoked: true }] ? RecordSight.Tombstone
            : RecordSight.Other;
    }

    private static string TextOf(TxtAnswer answer) =>
        string.Join(" and ", answer.Records.Select(strings => string.Concat(strings)).Order(StringComparer.Ordinal));

    private static string NameOf(TxtAnswer answer) => answer.ServerName ?? answer.Server.ToString();
}
