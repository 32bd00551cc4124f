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

    /// <summary>Forgets what it had before.</summary>
    public void Settle()
    {
        foreach (var history in names.Values)
        {
            var last = history[^1].Content;
            history.Clear();
            history.Add((long.MinValue / 2, last));
        }
    }

    public IEnumerable<string> Names => names.Keys;
}
