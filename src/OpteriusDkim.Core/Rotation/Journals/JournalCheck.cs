using System.Globalization;
using System.Text.Json;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation.Journals;

/// <summary>
/// Checks the values in a journal before they are used: it may have been edited, and its selectors become names of files and
/// records.
/// </summary>
internal static class JournalCheck
{
    private const int LongestKey = 16384;

    private static readonly DateTime Earliest = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Latest = new(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(36500);

    /// <summary>The first problem; null where every value is valid.</summary>
    /// <exception cref="JsonException">It isn't JSON, or nested deeper than 64 levels.</exception>
    public static string? ProblemOf(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        var members = new Stack<HashSet<string>>();
        var name = "";
        while (reader.Read())
        {
            var problem = "";
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    members.Push(new HashSet<string>(StringComparer.OrdinalIgnoreCase));
                    break;
                case JsonTokenType.EndObject:
                    members.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    name = reader.GetString()!;
                    problem = members.Peek().Add(name) ? "" : "appears twice";
                    break;
                default:
                    problem = ProblemOf(name, ref reader);
                    break;
            }

            if (problem.Length > 0)
            {
                return $"{PrintableText.Quote(name)} {problem}";
            }
        }

        return null;
    }

    private static string ProblemOf(string name, ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => "is null",
        JsonTokenType.String => ProblemOf(name, reader.GetString()!),
        JsonTokenType.Number => ProblemOfNumber(name, ref reader),
        _ => "",
    };

    private static string ProblemOf(string name, string value) => name switch
    {
        "selector" or "wanted" or "selectors" or "skipped" or "aliasOf" =>
            Selector.TryParse(value, out _) ? "" : $"is {PrintableText.Quote(value)}, which is not a selector",

        // As in the signer's tables, where selectors may have several labels.
        "beside" =>
            Array.TrueForAll(value.Split('.'), label => Selector.TryParse(label, out _))
                ? ""
                : $"has {PrintableText.Quote(value)}, which is not a selector",
        "utc" or "startedAt" or "switchedAt" or "notBefore" or "notifiedAt" =>
            DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
                && time >= Earliest
                && time < Latest
                ? "" : "is not a time between 2000 and 2200",

        // A point in time before the boot has a negative uptime.
        "uptime" or "slowestAnswer" =>
            TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var span) && span > -LongestSpan && span < LongestSpan
                ? "" : "is not a duration below 100 years",
        "phase" or "kind" or "step" or "algorithm" or "waitingFor" =>
            value.Length > 0 && char.IsAsciiLetter(value[0]) ? "" : "is not a known name",
        _ => "",
    };

    private static string ProblemOfNumber(string name, ref Utf8JsonReader reader) => name switch
    {
        "version" => "",
        "keySize" => reader.TryGetInt32(out var bits) && bits is > 0 and <= LongestKey ? "" : $"is not a number from 1 to {LongestKey}",
        "longestNo" or "longestTtl" or "aliasTtl" or "nsTtl" =>
            reader.TryGetInt32(out var seconds) && seconds >= 0 ? "" : "is not a number of seconds from 0 to 2147483647",
        _ => "is a number",
    };
}
