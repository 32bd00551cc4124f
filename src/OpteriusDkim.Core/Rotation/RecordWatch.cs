using System.Text.Json.Serialization;
using OpteriusDkim.Dns;

namespace OpteriusDkim.Rotation;

/// <summary>
/// What was seen of a record over time, and from that how long caches may hold something else. Times only grow: lowering a zone's TTLs
/// does not shorten what caches got before.
/// </summary>
internal sealed record RecordWatch
{
    /// <summary>A server that has not answered for this long is left out.</summary>
    public static readonly TimeSpan LeftOutAfter = TimeSpan.FromHours(24);

    /// <summary>The longest negative TTL seen, in seconds.</summary>
    [JsonPropertyName("longestNo")]
    public int LongestNegativeTtl { get; init; }

    /// <summary>The longest TTL seen at the name, in seconds.</summary>
    public int LongestTtl { get; init; }

    /// <summary>The longest TTL of the zone's NS records seen, in seconds.</summary>
    public int NsTtl { get; init; }

    /// <summary>The longest time that an answer of the zone's servers took.</summary>
    public TimeSpan SlowestAnswer { get; init; }

    /// <summary>The servers, in the order of their names.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>Whether the zone's servers have changed.</summary>
    public bool Moved { get; init; }

    /// <summary>Whether something else than the right record was seen before.</summary>
    public bool WasOtherwise { get; init; }

    /// <summary>Whether the record has been in use all along, so that no cache can hold anything else.</summary>
    public bool InUse { get; init; }

    /// <summary>Since when every server has given the right record; null where one gave something else at the last observation.</summary>
    public BootTimestamp? RightSince { get; init; }

    /// <summary>The servers that did not answer, and since when.</summary>
    public IReadOnlyList<SilentServer> Silent { get; init; } = [];

    /// <summary>How long every server must have had the right record.</summary>
    /// <param name="ownTtl">The TTL by which the record was to be published, in seconds; a wrong record pasted before had it too.</param>
    public TimeSpan Needed(int ownTtl) => InUse && !WasOtherwise && !Moved
        ? TimeSpan.Zero
        : CacheMargin.Over(Math.Max(Math.Max(LongestNegativeTtl, LongestTtl), WasOtherwise ? ownTtl : 0), SlowestAnswer)
            + (Moved ? CacheMargin.Over(NsTtl, SlowestAnswer) : TimeSpan.Zero); // Resolvers may ask the old servers that long.

    /// <summary>The servers that count: all but those that have not answered for too long.</summary>
    /// <param name="observation">The observation.</param>
    /// <param name="now">When it was made.</param>
    public IEnumerable<ServerObservation> Counted(RecordObservation observation, BootTimestamp now) =>
        observation.Servers.Where(server => server.State != RecordState.Silent || !IsLeftOut(server.Server, now));

    /// <summary>Whether each server that counts has what is wanted, and one has at least.</summary>
    /// <param name="observation">The observation.</param>
    /// <param name="now">When it was made.</param>
    /// <param name="wanted">What is wanted.</param>
    public bool All(RecordObservation observation, BootTimestamp now, Func<RecordState, bool> wanted)
    {
        var any = false;
        foreach (var server in Counted(observation, now))
        {
            any = true;
            if (!wanted(server.State))
            {
                return false;
            }
        }

        return any;
    }

    /// <summary>Whether a server has not answered for so long that it doesn't count.</summary>
    /// <param name="server">Its name.</param>
    /// <param name="now">Now.</param>
    public bool IsLeftOut(string server, BootTimestamp now) =>
        Silent.Any(silent => silent.Server == server && now.Since(silent.Since) >= LeftOutAfter);

    /// <summary>What is known after one more observation.</summary>
    /// <param name="observation">The observation.</param>
    /// <param name="now">When it was made.</param>
    public RecordWatch After(RecordObservation observation, BootTimestamp now)
    {
        string[] servers = [.. observation.Servers.Select(server => server.Server).Order(StringComparer.Ordinal)];
        var moved = Servers.Count > 0 && servers.Length > 0 && !servers.AsSpan().SequenceEqual(Servers.ToArray());
        var known = this with
        {
            LongestNegativeTtl = Math.Max(LongestNegativeTtl, observation.LongestNegativeTtl),
            LongestTtl = Math.Max(LongestTtl, observation.LongestTtl),
            NsTtl = Math.Max(NsTtl, observation.NsTtl),
            SlowestAnswer = Longer(SlowestAnswer, observation.SlowestAnswer),
            Servers = servers.Length > 0 ? servers : Servers,
            Moved = Moved || moved,
            Silent = Heard(observation, now).Silent,
        };
        var otherwise = observation.Servers.Any(server => server.State is not (RecordState.Right or RecordState.Silent));
        var right = known.All(observation, now, state => state == RecordState.Right);
        var since = otherwise || moved ? null : RightSince;
        return known with
        {
            WasOtherwise = WasOtherwise || otherwise,
            RightSince = right ? since ?? now : since,
        };
    }

    /// <summary>What is known of the zone, for another record in it.</summary>
    public RecordWatch ForAnother() => new()
    {
        LongestNegativeTtl = LongestNegativeTtl,
        NsTtl = NsTtl,
        SlowestAnswer = SlowestAnswer,
        Servers = Servers,
        Moved = Moved,
        Silent = Silent,
    };

    /// <summary>What is known of the zone and of its silent servers after an observation of any record.</summary>
    /// <param name="observation">The observation.</param>
    /// <param name="now">When it was made.</param>
    public RecordWatch Heard(RecordObservation observation, BootTimestamp now)
    {
        var known = this with
        {
            LongestNegativeTtl = Math.Max(LongestNegativeTtl, observation.LongestNegativeTtl),
            NsTtl = Math.Max(NsTtl, observation.NsTtl),
            SlowestAnswer = Longer(SlowestAnswer, observation.SlowestAnswer),
        };
        if (Silent.Count == 0 && observation.Servers.All(server => server.State != RecordState.Silent))
        {
            return known;
        }

        return known with
        {
            Silent =
            [
                .. Silent.Where(silent => observation.Servers.All(server => server.Server != silent.Server)),
                .. observation.Servers.Where(server => server.State == RecordState.Silent).Select(server =>
                    new SilentServer(server.Server, Silent.FirstOrDefault(silent => silent.Server == server.Server)?.Since ?? now)),
            ],
        };
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>The same with all timestamps replaced.</summary>
    /// <param name="replace">Replaces one.</param>
    public RecordWatch WithTimestamps(Func<BootTimestamp, BootTimestamp> replace) => this with
    {
        RightSince = RightSince is { } since ? replace(since) : null,
        Silent = [.. Silent.Select(silent => silent with { Since = replace(silent.Since) })],
    };
}
