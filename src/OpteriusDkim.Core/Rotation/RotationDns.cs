using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Publishing;
using OpteriusDkim.Records;

namespace OpteriusDkim.Rotation;

/// <summary>DNS for rotations: asks all servers of a record's zones directly, and has the domain's publisher make changes.</summary>
internal sealed class RotationDns(IRecordLookup zones, Func<DomainName, IRecordPublisher> publishers) : IRotationDns
{
    public async Task<RecordObservation> ObserveAsync(RecordName name, DkimPublicKey? key, CancellationToken cancellation)
    {
        var observation = await zones.ObserveAsync(name, cancellation).ConfigureAwait(false);
        DkimDnsAnswer[] answers = [.. observation.Reachable];
        var wildcard = Array.Exists(answers, answer => answer.StateFor(key, Wildcard.None) > RecordState.Silent)
            ? await Wildcard.ProbeAsync(zones, name.Domain, cancellation).ConfigureAwait(false)
            : Wildcard.None;
        return new RecordObservation([.. answers.GroupBy(answer => answer.ServerName ?? answer.Server).Select(Worst)])
        {
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

        // A server counts once: of several answers, as at an alias, the one that matters most.
        ServerObservation Worst(IGrouping<string, DkimDnsAnswer> server)
        {
            var answer = server.MaxBy(answer => answer.StateFor(key, wildcard))!;
            var text = answer.Outcome == DnsOutcome.Found ? string.Join(" and ", answer.Texts.Order(StringComparer.Ordinal)) : "";
            return new ServerObservation(server.Key, answer.StateFor(key, wildcard), text)
            {
                ProvesNothing = answer.ProvesNothing,
            };
        }
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
}
