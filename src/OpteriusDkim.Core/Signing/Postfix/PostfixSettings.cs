using System.Globalization;
using System.Text.RegularExpressions;

namespace OpteriusDkim.Signing.Postfix;

/// <summary>The settings in a main.cf (postconf(5)).</summary>
internal sealed partial class PostfixSettings
{
    private const int MaxReferenceDepth = 8;

    /// <summary>The default of maximal_queue_lifetime.</summary>
    private static readonly TimeSpan DefaultQueueLifetime = TimeSpan.FromDays(5);

    private readonly Dictionary<string, string> values;

    private PostfixSettings(Dictionary<string, string> values) => this.values = values;

    /// <summary>A setting's value with references expanded; null if it isn't set.</summary>
    public string? this[string name] => values.TryGetValue(name, out var value) ? Expand(value, 0) : null;

    /// <summary>A setting's value with references unexpanded; null if it isn't set.</summary>
    public string? Written(string name) => values.GetValueOrDefault(name);

    /// <summary>The longest time that mail stays in the queue.</summary>
    public TimeSpan QueueLifetime => Time().Match(this["maximal_queue_lifetime"] ?? "") is { Success: true } match
        && int.TryParse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number * match.Groups["unit"].Value switch
        {
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "w" => TimeSpan.FromDays(7),
            _ => TimeSpan.FromDays(1),
        }
        : DefaultQueueLifetime;

    /// <returns>The settings; null if the file is missing or can't be read.</returns>
    public static PostfixSettings? Read(string path)
    {
        try
        {
            return new PostfixSettings(Parse(File.ReadAllLines(path)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A line that begins with a space continues the previous one, also after a comment.</summary>
    private static Dictionary<string, string> Parse(string[] lines)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string? last = null;
        foreach (var line in lines.Where(line => !line.AsSpan().TrimStart().StartsWith("#") && line.AsSpan().Trim().Length > 0))
        {
            if (char.IsWhiteSpace(line[0]))
            {
                if (last is not null)
                {
                    values[last] += " " + line.Trim();
                }

                continue;
            }

            var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
            last = parts.Length == 2 ? parts[0] : null;
            if (last is not null)
            {
                values[last] = parts[1];
            }
        }

        return values;
    }

    private string Expand(string text, int depth) => depth > MaxReferenceDepth
        ? text
        : Reference().Replace(text, match => Expand(values.GetValueOrDefault(match.Groups["name"].Value) ?? "", depth + 1));

    [GeneratedRegex(@"\$[{(]?(?<name>[A-Za-z0-9_]+)[})]?", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex("^(?<number>[0-9]{1,6})(?<unit>[smhdw]?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Time();
}
