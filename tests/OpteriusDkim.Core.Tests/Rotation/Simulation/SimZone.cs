namespace OpteriusDkim.Tests;

/// <summary>The simulated zone: its current and former servers, its negative TTL over time, and possible cache contents.</summary>
internal sealed class SimZone
{
    private readonly List<(long At, int Value)> negative;
    private int servers;

    public SimZone(int count, int negativeTtl, int nsTtl)
    {
        negative = [(long.MinValue / 2, negativeTtl)];
        NsTtl = nsTtl;
        Current = [.. Enumerable.Range(0, count).Select(_ => NewServer())];
    }

    public int NsTtl { get; }

    /// <summary>The seconds that an answer takes: a cache counts from its arrival.</summary>
    public int AnswerTime { get; init; }

    public List<SimServer> Current { get; private set; }

    public List<SimServer> Left { get; } = [];

    public int NegativeTtl => negative[^1].Value;

    public void SetNegativeTtl(long now, int value) => negative.Add((now, value));

    /// <summary>A rotation starts: it can't know anything before its first observation.</summary>
    public void Settle()
    {
        Left.Clear();
        negative.RemoveRange(0, negative.Count - 1);
        negative[0] = (long.MinValue / 2, negative[0].Value);
    }

    /// <summary>Changes a name on the primary; each server follows after its lag, a dead one when it recovers.</summary>
    public void Set(string selector, long now, SimContent content)
    {
        foreach (var server in Current)
        {
            server.Set(selector, now + server.Lag, content);
        }
    }

    /// <summary>The zone moves to other servers, which have its whole content.</summary>
    public void Move(long now, int count)
    {
        var old = Current;
        old.ForEach(server => server.LeftAt = now);
        Left.AddRange(old);
        Current = [.. Enumerable.Range(0, count).Select(_ => NewServer(now))];
        foreach (var selector in old.SelectMany(server => server.Names).Distinct().ToArray())
        {
            Current.ForEach(server => server.Set(selector, now, old[0].At(selector, long.MaxValue)));
        }
    }

    /// <summary>Null if every server has the key's record and no cache can hold anything else; otherwise the reason.</summary>
    public string? WhyNotSeen(string selector, long now, string? key = null)
    {
        var wanted = new Func<SimContent, bool>(content => content.Kind == SimKind.Key && content.Key == key);
        foreach (var server in Current)
        {
            if (server.DeadSince is null && !wanted(server.At(selector, now)))
            {
                return $"{server.Name} has {server.At(selector, now).Kind} at {selector}";
            }
        }

        foreach (var server in Current.Concat(Left))
        {
            if (Remembered(server, selector, now, wanted) is { } remembered)
            {
                return remembered;
            }
        }

        return null;
    }

    /// <summary>Null if no server that answers has a record and no cache can hold one; otherwise the reason.</summary>
    public string? WhyNotGone(string selector, long now) =>
        Current.Find(server => server.DeadSince is null && server.At(selector, now).Kind == SimKind.Key) is { } holder
            ? $"{holder.Name} has a record at {selector}"
            : Current.Concat(Left).Select(server => Remembered(server, selector, now, content => content.Kind != SimKind.Key))
                .FirstOrDefault(remembered => remembered is not null);

    private string? Remembered(SimServer server, string selector, long now, Func<SimContent, bool> harmless)
    {
        var lastAnswer = Math.Min(
            server.DeadSince ?? long.MaxValue, server.LeftAt is { } left ? left + AnswerTime + NsTtl + 1 : long.MaxValue);
        var history = server.HistoryOf(selector);
        for (var i = -1; i < history.Count; i++)
        {
            var (from, content) = i < 0 ? (long.MinValue / 2, default) : history[i];
            var until = Math.Min(Math.Min(i + 1 < history.Count ? history[i + 1].At : long.MaxValue, now), lastAnswer);
            if (harmless(content) || until <= Math.Max(from, server.Since))
            {
                continue;
            }

            // A cache counts whole seconds, rounded up.
            if (until + AnswerTime + LongestLife(content, from, until, now) + 1 is var end && end > now)
            {
                return $"what {server.Name} gave at {selector} until {until} ({content.Kind}) may be remembered until {end}";
            }
        }

        return null;
    }

    /// <summary>The longest time after the end of a span for which an answer from it may be cached.</summary>
    private long LongestLife(SimContent content, long from, long until, long now)
    {
        if (content.Kind != SimKind.Nothing)
        {
            return content.Ttl;
        }

        var longest = 0L;
        for (var i = 0; i < negative.Count; i++)
        {
            var end = Math.Min(i + 1 < negative.Count ? negative[i + 1].At : now, until);
            if (negative[i].At < until && end > from)
            {
                longest = Math.Max(longest, end - until + negative[i].Value);
            }
        }

        return longest;
    }

    private SimServer NewServer(long since = long.MinValue / 2) => new($"ns{++servers}.example.com") { Since = since };
}
