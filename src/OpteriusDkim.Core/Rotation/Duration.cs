using System.Globalization;

namespace OpteriusDkim.Rotation;

/// <summary>Durations as people write them.</summary>
internal static class Duration
{
    /// <summary>At most two units, rounded up: <c>1 hour 2 minutes</c>.</summary>
    public static string Of(TimeSpan time)
    {
        (long Seconds, string Name)[] units = [(86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
        var left = (long)Math.Ceiling(time.TotalSeconds);
        var first = Array.FindIndex(units, unit => left >= unit.Seconds);
        if (first < 0)
        {
            return "0 seconds";
        }

        var last = Math.Min(first + 1, units.Length - 1);
        left = (left + units[last].Seconds - 1) / units[last].Seconds * units[last].Seconds;
        var parts = new List<string>();
        foreach (var (seconds, name) in units.AsSpan(0, last + 1))
        {
            var count = left / seconds;
            left %= seconds;
            if (count > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {name}{(count == 1 ? "" : "s")}"));
            }
        }

        return string.Join(' ', parts);
    }
}
