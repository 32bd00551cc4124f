using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation.Steps;

/// <summary>Reads a record from all name servers of its zones.</summary>
/// <param name="Ports">DNS and the clock.</param>
/// <param name="Selector">The record's selector.</param>
/// <param name="Key">The key that is expected there; null where there should be nothing.</param>
internal sealed record ObserveRecord(RotationPorts Ports, string Selector, RotationKey? Key) : IStep
{
    public async Task<RotationRun> TakeAsync(RotationRun run, IProgressLog log, CancellationToken cancellation)
    {
        var name = new RecordName(run.Domain, Names.Selector.Parse(Selector));
        var observation = await Ports.Dns.ObserveAsync(name, Key?.Key, cancellation).ConfigureAwait(false);
        var (state, now) = (run.State, Ports.Clock.Now);
        var isNew = Key is not null && Selector == state.New?.Selector;
        var outgoing = state.Outgoing.FirstOrDefault(key => key.Key == Key);
        state = outgoing is null || observation.LongestTtl <= outgoing.LongestTtl
            ? state
            : state.With(outgoing with { LongestTtl = observation.LongestTtl });
        var journal = run.Journal.WithAlias(Selector, Math.Max(run.Journal.AliasTtlOf(Selector), WrongTtlIn(observation)));
        var watch = isNew ? state.Watch.WithRecord(observation, now) : state.Watch.WithZone(observation, now);
        watch = !isNew && observation.ServersOfBothZones.Count > 0 ? watch.WithServers(observation) : watch;
        if (isNew)
        {
            watch = watch with { AliasTtl = Math.Max(watch.AliasTtl, journal.AliasTtlOf(Selector)) };
            journal = watch.IsPastCaches(run.Policy.Ttl, now) ? journal.WithAlias(Selector, 0) : journal;
        }

        return (run with { Journal = journal })
            .With(run.Facts.Observed(Selector, observation))
            .With(state with { Watch = watch });
    }

    /// <summary>The longest TTL of what is there instead of a CNAME, or of a record at a delegated selector without a key.</summary>
    private int WrongTtlIn(RecordObservation observation) =>
        Math.Max(observation.AliasTtl, Key is null && observation.ServersOfBothZones.Count > 0 ? observation.LongestTtl : 0);
}
