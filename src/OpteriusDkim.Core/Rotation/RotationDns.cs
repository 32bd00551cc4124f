using OpteriusDkim.Dns;
using OpteriusDkim.Dns.Diagnosis;
using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Publishing;
using OpteriusDkim.Records;

namespace OpteriusDkim.Rotation;

/// <summary>DNS for rotations: asks all servers of a record's zones directly, and has the domain's publisher make changes.</summary>
/// <param name="zones">Asks all servers.</param>
/// <param name="publishers">The publisher of a domain.</param>
/// <param name="optionsOf">A domain's delegation, and the provider in whose form its CNAMEs are shown.</param>
internal sealed class RotationDns(
    IRecordLookup zones, Func<DomainName, IRecordPublisher> publishers, Func<DomainName, RecordOptions> optionsOf) : IRotationDns
{
    public async Task<RecordObservation> ObserveAsync(RecordName name, DkimPublicKey? key, CancellationToken cancellation)
    {
        var observation = await zones.ObserveAsync(name, cancellation).ConfigureAwait(false);
        DkimDnsAnswer[] answers = [.. observation.Reachable];
        var place = PlaceOf(name);
        var faults = AliasFaultsOf(name, answers);
        var wildcard = Array.Exists(answers, answer => answer.StateFor(key, Wildcard.None) > RecordState.Silent)
            ? await Wildcard.ProbeAsync(zones, place, cancellation).ConfigureAwait(false)
            : Wildcard.None;
        var hidden = faults.Count > 0 ? await zones.ObserveAsync(place, cancellation).ConfigureAwait(false) : new ZoneObservation([]);
        return new RecordObservation([.. ByServer(answers, key, wildcard), .. Hidden(hidden, place, key)])
        {
            ServersOfBothZones = place.IsDelegated
                ? [.. observation.Zones.Concat(hidden.Zones).SelectMany(zone => zone.Servers).Select(server => server.Name).Distinct()]
                : [],
            AliasFaults = faults,
            AliasTtl = faults.Count > 0
                ? answers.SelectMany(answer => answer.Reply.Answers).Select(record => record.Ttl).Append(1).Max()
                : 0,
            LongestNegativeTtl = observation.LongestNegativeTtl,
            LongestTtl = observation.LongestTtl ?? 0,
            NsTtl = observation.Zones.Select(zone => zone.NsTtl).DefaultIfEmpty().Max(),
            SlowestAnswer = observation.SlowestAnswer,
            Target = answers.FirstOrDefault(answer => answer.Chain.Count > 0)?.Chain[^1],
            Wildcard = wildcard.Exists,
            Findings =
            [
                .. observation.Problems,
                .. answers.Where(answer => answer.ProvesNothing).Select(answer =>
                    FindingTable.PrivateServer.With(("server", answer.ServerName ?? answer.Server), ("name", name))).Distinct(),
            ],
        };
    }

    /// <summary>A server counts once: of several answers, as at an alias, the one that matters most.</summary>
    private static IEnumerable<ServerObservation> ByServer(DkimDnsAnswer[] answers, DkimPublicKey? key, Wildcard wildcard) =>
        answers.GroupBy(answer => answer.ServerName ?? answer.Server).Select(server =>
        {
            var answer = server.MaxBy(answer => answer.StateFor(key, wildcard))!;
            var text = answer.Outcome == DnsOutcome.Found ? string.Join(" and ", answer.Texts.Order(StringComparer.Ordinal)) : "";
            return new ServerObservation(server.Key, answer.StateFor(key, wildcard), text)
            {
                ProvesNothing = answer.ProvesNothing,
            };
        });

    public Task<PublishResult> PublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation) =>
        AskAsync(record, (publisher, placed) => publisher.PublishAsync(placed, log, cancellation));

    public Task<PublishResult> UnpublishAsync(RecordToPublish record, IProgressLog log, CancellationToken cancellation) =>
        AskAsync(record, (publisher, placed) => publisher.UnpublishAsync(placed, log, cancellation));

    private RecordName PlaceOf(RecordName name) => optionsOf(name.Domain).Delegation?.PlaceOf(name) ?? name;

    /// <summary>What is wrong with the CNAME of a delegated selector.</summary>
    private IReadOnlyList<DkimFinding> AliasFaultsOf(RecordName name, DkimDnsAnswer[] answers)
    {
        var options = optionsOf(name.Domain);
        return options.Delegation is { } delegation && delegation.Has(name.Selector)
            ? new AliasDiagnosis(delegation, name.Selector, options)
                .Of(answers.Where(answer => answer.IsConclusive).Select(answer => (answer.ServerName ?? answer.Server, answer.Reply)))
            : [];
    }

    /// <summary>What our zone has while the CNAME doesn't lead there: the record may be seen again.</summary>
    private static IEnumerable<ServerObservation> Hidden(ZoneObservation observation, RecordName place, DkimPublicKey? key) =>
        observation.Reachable.Select(answer => new ServerObservation(
            $"{answer.ServerName ?? answer.Server} for {place}", answer.StateFor(key, Wildcard.None)));

    private async Task<PublishResult> AskAsync(
        RecordToPublish record, Func<IRecordPublisher, RecordToPublish, Task<PublishResult>> ask)
    {
        var placed = record with { Name = PlaceOf(record.Name) };
        var result = await AskAsync(publishers, placed, ask).ConfigureAwait(false);

        // The publisher of a delegated domain changes our zone; records of other selectors are in the zone of the domain's owner.
        var isOwners = result.Outcome == PublishOutcome.Failed && !placed.Name.IsDelegated
            && optionsOf(placed.Name.Domain).Delegation is not null;

        // An alias isn't a foreign record: the owner of the target's zone makes the change there.
        var isAlias = result.Outcome == PublishOutcome.Foreign
            && result.Findings.Any(finding => finding.Code == FindingTable.NameIsAlias.Code);
        return isOwners || isAlias ? result with { Outcome = PublishOutcome.WaitsForPerson } : result;
    }

    private static async Task<PublishResult> AskAsync(
        Func<DomainName, IRecordPublisher> publishers, RecordToPublish record,
        Func<IRecordPublisher, RecordToPublish, Task<PublishResult>> ask)
    {
        try
        {
            return await ask(publishers(record.Name.Domain), record).ConfigureAwait(false);
        }
        catch (DkimException exception)
        {
            return PublishResult.Of(PublishOutcome.Failed, exception.Finding);
        }
    }
}
