using System.Diagnostics;

namespace OpteriusDkim.Dns.Zones;

/// <summary>Asks every server of a name's zone, and of those of its aliases' targets, as they are found in a directory.</summary>
internal sealed class AuthoritativeLookup : IZoneObserver
{
    /// <summary>How many zone cuts are met on the way to one name, at most.</summary>
    private const int MostCuts = 8;

    private readonly ZoneDirectory directory;
    private readonly bool trustPrivate;
    private readonly bool tcp;

    /// <summary>Puts it together.</summary>
    /// <param name="directory">Knows the zones.</param>
    /// <param name="trustPrivate">
    /// Whether servers on private addresses count: they do where somebody said which resolvers to begin with, and prove
    /// nothing where the system's own may give internal servers for a domain that has others outside.
    /// </param>
    /// <param name="tcp">Whether to ask by TCP only.</param>
    public AuthoritativeLookup(ZoneDirectory directory, bool trustPrivate, bool tcp = false)
    {
        this.directory = directory;
        this.trustPrivate = trustPrivate;
        this.tcp = tcp;
    }

    /// <inheritdoc/>
    public async Task<ZoneObservation> ObserveAsync(string name, CancellationToken cancellation)
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
                walk.Take(step, zone, reply, IsProof);
            }
        }

        return walk.Look;
    }

    private bool IsProof(DnsServer server) => trustPrivate || !PrivateAddress.Is(server.Address);

    private async Task<ServerReply[]> AskAllAsync(Zone zone, string name, CancellationToken cancellation) =>
        await Task.WhenAll(zone.Servers.Select(async server =>
        {
            var asked = Stopwatch.GetTimestamp();
            var reply = await directory.Patience.AskAsync(server, name, DnsRecordType.Txt, false, tcp, cancellation).ConfigureAwait(false);
            return new ServerReply(server, reply, Stopwatch.GetElapsedTime(asked));
        })).ConfigureAwait(false);

    /// <summary>The apex of a zone between this one and the name, or null: it may live on the same servers and others beside.</summary>
    private async Task<string?> CutBelowAsync(
        Zone zone, string name, ServerReply[] replies, CancellationToken cancellation)
    {
        var shown = replies.Select(reply => reply.Reply?.Zone).OfType<string>().Where(apex => Zone.Contains(apex, name)).ToArray();
        if (shown.Length > 0)
        {
            return shown.FirstOrDefault(apex => apex != zone.Apex && zone.Holds(apex));
        }

        // Servers that answer in as few words as they can don't show their zone.
        var speaker = replies.FirstOrDefault(reply => reply.Reply is { IsAnswer: true, IsAuthoritative: true })?.Server;
        return speaker is null ? null : await directory.CutAsync(zone, speaker, name, cancellation).ConfigureAwait(false);
    }

    private sealed record ServerReply(ZoneServer Server, DnsReply? Reply, TimeSpan Took);

    /// <summary>The way from a name over its aliases, and what was seen on it.</summary>
    private sealed class Walk(string name)
    {
        private readonly Queue<Step> ahead = new([new Step(name, [], null)]);
        private readonly HashSet<string> met = [name];
        private readonly List<Zone> zones = [];
        private readonly List<TxtAnswer> answers = [];
        private TimeSpan slowest;

        public ZoneObservation Look => new(name)
        {
            Zones = zones,
            Answers = answers,
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

        public void Take(Step step, Zone zone, ServerReply taken, Func<DnsServer, bool> isProof)
        {
            var reply = taken.Reply;
            if (reply is { IsAnswer: true } && taken.Took > slowest)
            {
                slowest = taken.Took;
            }

            var address = reply?.Question.Server;
            if (reply is { IsAuthoritative: true } && TxtReply.AliasOf(reply, step.Name) is { } target)
            {
                if (Follow(step, target, reply) is not { } problem)
                {
                    return;
                }

                reply = reply with { Outcome = DnsOutcome.Malformed, Detail = problem };
            }

            var answer = reply is null
                ? TxtAnswer.WithoutAddress(step.Chain)
                : TxtReply.Read(WithoutHearsay(reply, zone), step.Name, step.Chain);
            answers.Add(answer with
            {
                ServerName = taken.Server.Name,
                Redirected = step.Redirected,
                ProvesNothing = address is not null && !isProof(address),
            });
        }

        /// <summary>Goes on to an alias' target; what is wrong with it, or null.</summary>
        private string? Follow(Step step, string target, DnsReply reply)
        {
            if (step.Chain.Contains(target) || target == name)
            {
                return "its aliases form a loop";
            }

            if (step.Chain.Count == TxtReply.LongestChain)
            {
                return $"a chain of more than {TxtReply.LongestChain} aliases";
            }

            if (met.Add(target))
            {
                ahead.Enqueue(new Step(target, [.. step.Chain, target], step.Redirected ?? TxtReply.RedirectionOf(reply, step.Name)));
            }

            return null;
        }

        /// <summary>A server that doesn't speak for its zone answers from hearsay, or sends elsewhere: it says nothing.</summary>
        private static DnsReply WithoutHearsay(DnsReply reply, Zone zone) => reply.IsAnswer && !reply.IsAuthoritative
            ? reply with { Outcome = DnsOutcome.ServerFailure, Answers = [], Detail = $"it does not answer for the zone {zone.Apex}" }
            : reply;

        public sealed record Step(string Name, IReadOnlyList<string> Chain, string? Redirected);
    }
}
