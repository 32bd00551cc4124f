namespace OpteriusDkim.Tests;

/// <summary>A name server of the simulated zone, with the history of each name.</summary>
internal sealed class SimServer(string name)
{
    private readonly Dictionary<string, List<(long At, SimContent Content)>> names = [];

    public string Name { get; } = name;

    /// <summary>Since when the zone names it; it had no queries before.</summary>
    public long Since { get; init; } = long.MinValue / 2;

    public long Lag { get; set; }

    /// <summary>Since when it has not answered; null while it answers.</summary>
    public long? DeadSince { get; set; }

    /// <summary>Whether it gives us wrong answers.</summary>
    public bool IsWrong { get; set; }

    /// <summary>When the zone stopped naming it.</summary>
    public long? LeftAt { get; set; }

    public void Set(string selector, long at, SimContent content)
    {
        if (!names.TryGetValue(selector, out var history))
        {
            names[selector] = history = [];
        }

        history.RemoveAll(entry => entry.At >= at);
        history.Add((at, content));
    }

    public SimContent At(string selector, long time)
    {
        var content = default(SimContent);
        foreach (var entry in HistoryOf(selector))
        {
            if (entry.At <= time)
            {
                content = entry.Content;
            }
        }

        return content;
    }

    public IReadOnlyList<(long At, SimContent Content)> HistoryOf(string selector) =>
        names.TryGetValue(selector, out var history) ? history : [];

    /// <summary>Forgets what was wrong at a name and nobody observed. What it has now stays.</summary>
    /// <param name="observed">When something wrong was observed at a name.</param>
    public void Settle(Func<string, IReadOnlyCollection<long>> observed)
    {
        foreach (var (name, history) in names)
        {
            for (var i = 0; i < history.Count - 1; i++)
            {
                var (from, until) = (history[i].At, history[i + 1].At);
                if (history[i].Content.Kind != SimKind.Key && !observed(name).Any(time => time >= from && time < until))
                {
                    history[i] = (from, new SimContent(SimKind.Key, 0));
                }
            }
        }
    }

    /// <summary>Whether a change that was made at a time hasn't arrived yet.</summary>
    public bool Expects(string selector, long madeAt, long now) =>
        HistoryOf(selector).Any(entry => entry.At > now && entry.At == madeAt + Lag);

    public IEnumerable<string> Names => names.Keys;
}
