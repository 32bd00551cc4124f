using System.Diagnostics;
using System.Net;
using OpteriusDkim.Names;

namespace OpteriusDkim.Dns.Zones;

/// <summary>Queries all authoritative servers of a record's zone and of its aliases' target zones.</summary>
/// <param name="trustPrivate">
/// Whether servers with private addresses count. They do if the user specified the resolvers; the system's resolvers may return
/// internal servers for a domain that has other public ones.
/// </param>
internal sealed class AuthoritativeLookup(ZoneDirectory directory, bool trustPrivate, bool tcp = false) : IRecordLookup
{
    /// <summary>The most zone cuts that are followed to one name.</summary>
    private const int MostCuts = 8;

    public async Task<ZoneObservation> ObserveAsync(RecordName name, CancellationToken cancellation)
    {
        var walk = new Walk(name);
        while (walk.Next() is { } step)
        {
            var zone = await directory.HoldingAsync(step.Name, cancellation).ConfigureAwait(false);
            var replies = await AskAllAsync(zone, step.Name, cancellation).ConfigureAwait(false);
            for (var cut = 0; cut < MostCuts
                && await CutBelowAsync(zone, step.Name, replies, cancellation).ConfigureAwait(false) is { } apex; cut++)
            {
                zone = await directory.AtAsync(apex, cancellation).ConfigureAwait(false);
                replies = await AskAllAsync(zone, step.Name, cancellation).ConfigureAwait(false);
            }

            walk.Enter(zone);
            foreach (var reply in replies)
            {
                walk.Take(step, zone, reply, ProvesNothing);
            }
        }

        return walk.Observation;
    }

    private bool ProvesNothing(DnsServer server) => !trustPrivate && PrivateAddress.Is(server.Address);

    private async Task<ServerReply[]> AskAllAsync(Zone zone, string name, CancellationToken cancellation) =>
        await Task.WhenAll(zone.Servers.Select(async server =>
        {
            var asked = Stopwatch.GetTimestamp();
            var reply = await directory.Servers
                .AskAsync(server, name, DnsRecordType.Txt, signatures: false, tcp, cancellation).ConfigureAwait(false);
            return new ServerReply(server, reply, Stopwatch.GetElapsedTime(asked));
        })).ConfigureAwait(false);

    /// <summary>The apex of a child zone that contains the name, or null. The same servers may serve both zones.</summary>
    private async Task<string?> CutBelowAsync(
        Zone zone, string name, ServerReply[] replies, CancellationToken cancellation)
    {
        var shown = replies.Select(reply => reply.Reply?.Zone).OfType<string>().Where(apex => Zone.Contains(apex, name)).ToArray();
        if (shown.Length > 0)
        {
            return shown.FirstOrDefault(apex => apex != zone.Apex && zone.Holds(apex));
        }

        // Servers with minimal responses don't show their zone.
        var speaker = replies.FirstOrDefault(reply => reply.Reply is { IsAnswer: true, IsAuthoritative: true })?.Server;
        return speaker is null ? null : await directory.CutAsync(zone, speaker, name, cancellation).ConfigureAwait(false);
    }

    private sealed record ServerReply(ZoneServer Server, DnsReply? Reply, TimeSpan Took);

    /// <summary>The path from a record's name along its aliases, and the answers on it.</summary>
    private sealed class Walk(RecordName name)
    {
        private readonly Queue<Step> ahead = new([new Step(name.Value, [])]);
        private readonly HashSet<string> met = [name.Value];
        private readonly List<Zone> zones = [];
        private readonly List<DkimDnsAnswer> answers = [];
        private TimeSpan slowest;

        public ZoneObservation Observation => new(answers)
        {
            Zones = zones,
            SlowestAnswer = slowest,
            Problems = [.. zones.Select(zone => zone.Problem).OfType<DkimFinding>()],
        };

        public Step? Next() => ahead.TryDequeue(out var step) ? step : null;

        public void Enter(Zone zone)
        {
            if (zones.TrueForAll(known => known.Apex != zone.Apex))
            {
                zones.Add(zone);
            }
        }

        public void Take(Step step, Zone zone, ServerReply taken, Func<DnsServer, bool> provesNothing)
        {
            var reply = taken.Reply ?? WithoutAddress(step.Name);
            if (reply.IsAnswer && taken.Took > slowest)
            {
                slowest = taken.Took;
            }

            if (reply.IsAuthoritative && reply.AliasOf(step.Name) is not null)
            {
                // One alias at a time: its target is looked up on the servers of the target's zone.
                var next = AfterAliases(step, reply with { Answers = [.. reply.Answers.Where(record => IsAliasOf(step.Name, record))] });
                var chain = AliasChain.In(next);
                if (chain.Problem is null)
                {
                    Follow(new Step(chain.End, next.Answers));
                    return;
                }

                reply = reply with { Outcome = DnsOutcome.Malformed, Detail = chain.Problem };
            }

            answers.Add(new DkimDnsAnswer(name, AfterAliases(step, WithoutLameAnswer(reply, zone)))
            {
                ServerName = taken.Server.Name,
                ProvesNothing = provesNothing(reply.Question.Server),
            });
        }

        private void Follow(Step step)
        {
            if (met.Add(step.Name))
            {
                ahead.Enqueue(step);
            }
        }

        /// <summary>The reply as if the server had been asked for the record's name and had followed the aliases itself.</summary>
        private DnsReply AfterAliases(Step step, DnsReply reply) =>
            reply with { Question = reply.Question with { Name = name.Value }, Answers = [.. step.Aliases, .. reply.Answers] };

        private static bool IsAliasOf(string name, DnsResource record) =>
            record.Type == DnsRecordType.Dname || (record.Type == DnsRecordType.Cname && record.Name == name);

        private static DnsReply WithoutAddress(string name) => new(
            new DnsQuestion(name, DnsRecordType.Txt, new DnsServer(IPAddress.None, DnsServer.StandardPort)), DnsOutcome.Unreachable)
        {
            Detail = "no address found for its name",
        };

        /// <summary>The answer of a server that isn't authoritative for the zone (a lame delegation) doesn't count.</summary>
        private static DnsReply WithoutLameAnswer(DnsReply reply, Zone zone) => reply.IsAnswer && !reply.IsAuthoritative
            ? reply with { Outcome = DnsOutcome.ServerFailure, Answers = [], Detail = $"it does not answer for the zone {zone.Apex}" }
            : reply;

        /// <summary>A name to look up, and the aliases that lead to it.</summary>
        public sealed record Step(string Name, IReadOnlyList<DnsResource> Aliases);
    }
}
