using System.Text.Json.Serialization;
using OpteriusDkim.Dns;

namespace OpteriusDkim.Rotation;

/// <summary>
/// What was observed of a record over time, and from that how long caches may hold something else. Times only grow: lowering a
/// zone's TTLs doesn't shorten what caches got before.
/// </summary>
internal sealed record RecordWatch
{
    /// <summary>A server that has not answered for this long is left out.</summary>
    public static readonly TimeSpan LeftOutAfter = TimeSpan.FromHours(24);

    /// <summary>The longest negative TTL, in seconds.</summary>
    [JsonPropertyName("longestNo")]
    public int LongestNegativeTtl { get; init; }

    /// <summary>The longest TTL of anything at the name, in seconds.</summary>
    public int LongestTtl { get; init; }

    /// <summary>The longest TTL of the zone's NS records, in seconds.</summary>
    public int NsTtl { get; init; }

    /// <summary>The longest TTL of anything that was seen at a delegated selector instead of its CNAME or its record, in seconds.</summary>
    public int AliasTtl { get; init; }

    /// <summary>The longest time that an answer of the zone's servers took.</summary>
    public TimeSpan SlowestAnswer { get; init; }

    /// <summary>The servers, in the order of their names.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>The servers of the owner's zone and of ours, for delegated selectors; null where none was observed.</summary>
    public IReadOnlyList<string>? ServersOfBothZones { get; init; }

    /// <summary>Whether the zone's servers have changed.</summary>
    public bool Moved { get; init; }

    /// <summary>Whether anything but the right record was ever observed.</summary>
    public bool WasOtherwise { get; init; }

    /// <summary>Whether the record has been in use all along, so that no cache can hold anything else.</summary>
    public bool InUse { get; init; }

    /// <summary>Since when every server has had the right record; null where one had something else in the last observation.</summary>
    public BootTimestamp? RightSince { get; init; }

    /// <summary>The servers that did not answer, and since when.</summary>
    public IReadOnlyList<SilentServer> Silent { get; init; } = [];

    /// <summary>
    /// How long every server has to have had the right record. The TTL of the record itself, in seconds, counts where
    /// something else was published before: that may have had the same.
    /// </summary>
    public TimeSpan Needed(int ownTtl) => InUse && !WasOtherwise && !Moved && AliasTtl == 0
        ? TimeSpan.Zero
        : CacheMargin.Over(LongestCached(ownTtl), SlowestAnswer)
            + (Moved ? CacheMargin.Over(NsTtl, SlowestAnswer) : TimeSpan.Zero); // Resolvers may ask the old servers that long.

    /// <summary>Whether every server has had the right record for so long that no cache can hold anything else.</summary>
    /// <param name="ownTtl">The TTL of the record itself, in seconds.</param>
    public bool IsPastCaches(int ownTtl, BootTimestamp now) => RightSince is { } since && now.Since(since) >= Needed(ownTtl);

    private int LongestCached(int ownTtl) =>
        Math.Max(Math.Max(LongestNegativeTtl, AliasTtl), Math.Max(LongestTtl, WasOtherwise ? ownTtl : 0));

    /// <summary>The servers that count: all but those that have been silent too long.</summary>
    public IEnumerable<ServerObservation> Counted(RecordObservation observation, BootTimestamp now) =>
        observation.Servers.Where(server => server.State != RecordState.Silent || !IsLeftOut(server.Server, now));

    /// <summary>Whether at least one server counts, and each of those has what is wanted.</summary>
    public bool All(RecordObservation observation, BootTimestamp now, Func<RecordState, bool> wanted)
    {
        ServerObservation[] counted = [.. Counted(observation, now)];
        return counted.Length > 0 && Array.TrueForAll(counted, server => wanted(server.State));
    }

    /// <summary>Whether a server has been silent for so long that it doesn't count.</summary>
    public bool IsLeftOut(string server, BootTimestamp now) =>
        Silent.Any(silent => silent.Server == server && now.Since(silent.Since) >= LeftOutAfter);

    /// <summary>What is known after an observation of this record.</summary>
    public RecordWatch WithRecord(RecordObservation observation, BootTimestamp now)
    {
        var known = WithZone(observation, now).WithServers(observation) with
        {
            LongestTtl = Math.Max(LongestTtl, observation.LongestTtl),
        };
        var moved = HasMoved(observation);
        var otherwise = observation.Servers.Any(server => server.State is not (RecordState.Right or RecordState.Silent));
        var right = known.All(observation, now, state => state == RecordState.Right);
        var since = otherwise || moved ? null : RightSince;
        return known with
        {
            WasOtherwise = WasOtherwise || otherwise,
            RightSince = right ? since ?? now : since,
        };
    }

    /// <summary>What is known after an observation of another record in the zone.</summary>
    public RecordWatch WithZone(RecordObservation observation, BootTimestamp now) => this with
    {
        LongestNegativeTtl = Math.Max(LongestNegativeTtl, observation.LongestNegativeTtl),
        AliasTtl = Math.Max(AliasTtl, observation.AliasTtl),
        NsTtl = Math.Max(NsTtl, observation.NsTtl),
        SlowestAnswer = SlowestAnswer > observation.SlowestAnswer ? SlowestAnswer : observation.SlowestAnswer,
        Silent =
        [
            .. Silent.Where(silent => observation.Servers.All(server => server.Server != silent.Server)),
            .. observation.Servers.Where(server => server.State == RecordState.Silent).Select(server =>
                new SilentServer(server.Server, Silent.FirstOrDefault(silent => silent.Server == server.Server)?.Since ?? now)),
        ],
    };

    /// <summary>What is known of the servers after an observation of any record in the same zones.</summary>
    public RecordWatch WithServers(RecordObservation observation)
    {
        var known = this with { Moved = Moved || HasMoved(observation) };
        return ServersIn(observation) switch
        {
            [] => known,
            var servers when observation.ServersOfBothZones.Count > 0 => known with { ServersOfBothZones = servers },
            var servers => known with { Servers = servers },
        };
    }

    private bool HasMoved(RecordObservation observation)
    {
        var (servers, isOfBoth) = (ServersIn(observation), observation.ServersOfBothZones.Count > 0);
        if (servers.Length == 0)
        {
            return false;
        }

        if ((isOfBoth ? ServersOfBothZones : Servers) is { Count: > 0 } before)
        {
            return !servers.SequenceEqual(before);
        }

        // The servers of an ordinary selector are those of the owner's zone, which are among those of both zones.
        return isOfBoth
            ? Servers.Except(servers).Any()
            : ServersOfBothZones is { Count: > 0 } both && servers.Except(both).Any();
    }

    private static string[] ServersIn(RecordObservation observation)
    {
        var named = observation.ServersOfBothZones is { Count: > 0 } both ? both : observation.Servers.Select(server => server.Server);
        return [.. named.Order(StringComparer.Ordinal)];
    }

    /// <summary>What is known of the zone, for another record in it.</summary>
    public RecordWatch ForAnother() => new()
    {
        LongestNegativeTtl = LongestNegativeTtl,
        AliasTtl = AliasTtl,
        NsTtl = NsTtl,
        SlowestAnswer = SlowestAnswer,
        Servers = Servers,
        ServersOfBothZones = ServersOfBothZones,
        Moved = Moved,
        Silent = Silent,
    };

    /// <summary>The same with all timestamps replaced.</summary>
    public RecordWatch WithTimestamps(Func<BootTimestamp, BootTimestamp> rebase) => this with
    {
        RightSince = RightSince is { } since ? rebase(since) : null,
        Silent = [.. Silent.Select(silent => silent with { Since = rebase(silent.Since) })],
    };
}
