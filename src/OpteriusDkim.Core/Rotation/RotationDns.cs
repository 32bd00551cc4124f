using OpteriusDkim.Dns;
using OpteriusDkim.Dns.Diagnosis;
using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Publishing;
using OpteriusDkim.Records;

namespace OpteriusDkim.Rotation;

/// <summary>Rotation's DNS: every server of a record's zones is asked past all caches, and the domain's publisher makes changes.</summary>
/// <param name="zones">Asks the servers.</param>
/// <param name="publishers">Gives each domain's publisher.</param>
internal sealed class RotationDns(IZoneObserver zones, Func<DomainName, IRecordPublisher> publishers) : IRotationDns
{
    public async Task<RecordObservation> ObserveAsync(RecordName name, DkimPublicKey? key, CancellationToken cancellation)
    {
        var look = await zones.ObserveAsync(name.Value, cancellation).ConfigureAwait(false);
        TxtAnswer[] answers = [.. Reachable(look.Answers)];
        var wildcard = answers.Any(answer => StateOf(answer, key, []) is not (RecordState.Right or RecordState.Gone or RecordState.Silent))
            ? await WildcardAsync(name.Domain, cancellation).ConfigureAwait(false)
            : [];
        return new RecordObservation([.. answers.GroupBy(NameOf).Select(server => Worst(server, key, wildcard))])
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

    public Task<PublishResult> PublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation) =>
        AskAsync(record, publisher => publisher.PublishAsync(record, log, cancellation));

    public Task<PublishResult> UnpublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation) =>
        AskAsync(record, publisher => publisher.UnpublishAsync(record, log, cancellation));

    private async Task<PublishResult> AskAsync(RecordToPublish record, Func<IRecordPublisher, Task<PublishResult>> ask)
    {
        try
        {
            var result = await ask(publishers(record.Name.Domain)).ConfigureAwait(false);

            // An alias isn't a foreign record: the owner of the target's zone makes the change there.
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
        var look = await zones.ObserveAsync(Wildcard.NameBelow(domain), cancellation).ConfigureAwait(false);
        return [.. look.Answers.Where(answer => answer.Outcome == DnsOutcome.Found).Select(TextOf)];
    }

    /// <summary>A server counts once: of several answers, as at an alias, the one that matters most.</summary>
    private static ServerObservation Worst(IGrouping<string, TxtAnswer> server, DkimPublicKey? key, HashSet<string> wildcard) => server
        .Select(answer => (Sight: StateOf(answer, key, wildcard), Answer: answer))
        .OrderByDescending(pair => pair.Sight switch
        {
            RecordState.Broken => 5,
            RecordState.Other => 4,
            RecordState.Tombstone => 3,
            RecordState.Silent => 2,
            RecordState.Gone => 1,
            _ => 0,
        })
        .Select(pair => new ServerObservation(server.Key, pair.Sight, pair.Answer.Outcome == DnsOutcome.Found ? TextOf(pair.Answer) : "")
        {
            ProvesNothing = pair.Answer.ProvesNothing,
        })
        .First();

    private static RecordState StateOf(TxtAnswer answer, DkimPublicKey? key, HashSet<string> wildcard)
    {
        if (answer.ProvesNothing || !answer.Answered)
        {
            return RecordState.Silent;
        }

        DkimKeyRecord[] records = [.. answer.Records.Select(strings => KeyRecordReader.Read(string.Concat(strings)))];
        if (answer.Outcome != DnsOutcome.Found || records.Length == 0)
        {
            return RecordState.Gone;
        }

        var has = key is not null && records.Any(record => key.Equals(record.Key));
        return records switch
        {
            [{ IsUsable: true }] when has => RecordState.Right,
            _ when has => RecordState.Broken,
            _ when wildcard.Contains(TextOf(answer)) => RecordState.Gone,
            [{ IsRevoked: true }] => RecordState.Tombstone,
            _ => RecordState.Other,
        };
    }

    private static string TextOf(TxtAnswer answer) =>
        string.Join(" and ", answer.Records.Select(strings => string.Concat(strings)).Order(StringComparer.Ordinal));

    private static string NameOf(TxtAnswer answer) => answer.ServerName ?? answer.Server.ToString();
}
