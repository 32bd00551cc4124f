using OpteriusDkim.Dns;

namespace OpteriusDkim.Rotation;

/// <summary>
/// What was seen of a record over time, and from it how long caches may hold something else. It only ever learns of
/// longer times: a zone whose TTLs are lowered midway has been asked before.
/// </summary>
internal sealed record RecordWatch
{
    /// <summary>For how long a server may be silent before it is left out.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    /// <summary>The longest negative TTL seen, in seconds.</summary>
    public int LongestNo { get; init; }

    /// <summary>The longest TTL seen at the name, in seconds.</summary>
    public int LongestTtl { get; init; }

    /// <summary>The longest TTL of the zone's NS records seen, in seconds.</summary>
    public int NsTtl { get; init; }

    /// <summary>The longest time that an answer of the zone's servers took.</summary>
    public TimeSpan SlowestAnswer { get; init; }

    /// <summary>The servers, in the order of their names.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>Whether the zone's servers became others.</summary>
    public bool Moved { get; init; }

    /// <summary>Whether it was looked at before, and something else than the right record was seen then.</summary>
    public bool WasOtherwise { get; init; }

    /// <summary>Whether the record has been in use all along, so that no cache can hold anything else.</summary>
    public bool InUse { get; init; }

    /// <summary>Since when every server has given the right record; null where one gave something else at the last look.</summary>
    public BootTimestamp? RightSince { get; init; }

    /// <summary>Since when each silent server has been.</summary>
    public IReadOnlyList<SilentServer> Silent { get; init; } = [];

    /// <summary>How long every server has to have given the right record.</summary>
    /// <param name="ownTtl">The TTL by which the record was to be published, in seconds: one pasted by mistake had it too.</param>
    public TimeSpan Needed(int ownTtl) => InUse && !WasOtherwise && !Moved
        ? TimeSpan.Zero
        : CacheMargin.Over(Math.Max(Math.Max(LongestNo, LongestTtl), WasOtherwise ? ownTtl : 0), SlowestAnswer)
            + (Moved ? CacheMargin.Over(NsTtl, SlowestAnswer) : TimeSpan.Zero); // Resolvers may ask the old servers that long.

    /// <summary>The servers that count in a look: all but those that were silent too long.</summary>
    /// <param name="look">The look.</param>
    /// <param name="now">When it was taken.</param>
    public IEnumerable<ServerObservation> Counted(RecordObservation look, BootTimestamp now) =>
        look.Servers.Where(server => server.Sight != RecordState.Silent || !IsLeftOut(server.Server, now));

    /// <summary>Whether each server that counts has what is wanted, and one has at least.</summary>
    /// <param name="look">The look.</param>
    /// <param name="now">When it was taken.</param>
    /// <param name="wanted">What is wanted.</param>
    public bool All(RecordObservation look, BootTimestamp now, Func<RecordState, bool> wanted)
    {
        var any = false;
        foreach (var server in Counted(look, now))
        {
            any = true;
            if (!wanted(server.Sight))
            {
                return false;
            }
        }

        return any;
    }

    /// <summary>Whether a server has been silent for so long that it doesn't count.</summary>
    /// <param name="server">Its name.</param>
    /// <param name="now">Now.</param>
    public bool IsLeftOut(string server, BootTimestamp now) =>
        Silent.Any(silent => silent.Server == server && now.Since(silent.Since) >= Patience);

    /// <summary>What is known after one more look.</summary>
    /// <param name="look">The look.</param>
    /// <param name="now">When it was taken.</param>
    public RecordWatch After(RecordObservation look, BootTimestamp now)
    {
        string[] servers = [.. look.Servers.Select(server => server.Server).Order(StringComparer.Ordinal)];
        var moved = Servers.Count > 0 && servers.Length > 0 && !servers.AsSpan().SequenceEqual(Servers.ToArray());
        var known = this with
        {
            LongestNo = Math.Max(LongestNo, look.LongestNo),
            LongestTtl = Math.Max(LongestTtl, look.LongestTtl),
            NsTtl = Math.Max(NsTtl, look.NsTtl),
            SlowestAnswer = Longer(SlowestAnswer, look.SlowestAnswer),
            Servers = servers.Length > 0 ? servers : Servers,
            Moved = Moved || moved,
            Silent = Heard(look, now).Silent,
        };
        var otherwise = look.Servers.Any(server => server.Sight is not (RecordState.Right or RecordState.Silent));
        var right = known.All(look, now, sight => sight == RecordState.Right);
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
        LongestNo = LongestNo, NsTtl = NsTtl, SlowestAnswer = SlowestAnswer, Servers = Servers, Moved = Moved, Silent = Silent,
    };

    /// <summary>What is known of the zone and of its silent servers after a look at any record.</summary>
    /// <param name="look">The look.</param>
    /// <param name="now">When it was taken.</param>
    public RecordWatch Heard(RecordObservation look, BootTimestamp now)
    {
        var known = this with
        {
            LongestNo = Math.Max(LongestNo, look.LongestNo),
            NsTtl = Math.Max(NsTtl, look.NsTtl),
            SlowestAnswer = Longer(SlowestAnswer, look.SlowestAnswer),
        };
        if (Silent.Count == 0 && look.Servers.All(server => server.Sight != RecordState.Silent))
        {
            return known;
        }

        return known with
        {
            Silent =
            [
                .. Silent.Where(silent => look.Servers.All(server => server.Server != silent.Server)),
                .. look.Servers.Where(server => server.Sight == RecordState.Silent).Select(server =>
                    new SilentServer(server.Server, Silent.FirstOrDefault(silent => silent.Server == server.Server)?.Since ?? now)),
            ],
        };
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>The same with all timestamps replaced.</summary>
    /// <param name="told">How.</param>
    public RecordWatch WithTimestamps(Func<BootTimestamp, BootTimestamp> told) => this with
    {
        RightSince = RightSince is { } since ? told(since) : null,
        Silent = [.. Silent.Select(silent => silent with { Since = told(silent.Since) })],
    };
}
