using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OpteriusDkim.Rotation.Selectors;

/// <summary>
/// One way of writing a date in a selector, such as <c>yyyy-MM-dd</c> or <c>yyyyqQ</c>. A hyphen stands for any one separator that a
/// selector may have; MMM is a month's English name, long or short.
/// </summary>
internal sealed partial class SelectorDateForm
{
    private const int OldestYear = 1990;
    private const int OldestShortYear = 15;

    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    private readonly string[] tokens;
    private readonly Regex pattern;

    /// <summary>Compiles a form.</summary>
    /// <param name="form">The form.</param>
    public SelectorDateForm(string form)
    {
        tokens = [.. Tokens().Matches(form).Select(match => match.Value)];
        pattern = new Regex(
            $"(?<![0-9]){string.Concat(tokens.Select((token, index) => $"(?<t{index}>{PatternOf(token)})"))}(?![0-9])",
            RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
            TimeSpan.FromSeconds(1));
    }

    /// <summary>Finds a date of this form.</summary>
    /// <param name="selector">The selector.</param>
    /// <param name="today">The day; a date of the distant past or the future isn't taken for one.</param>
    /// <param name="replacement">Today's date in the same form.</param>
    /// <returns>Where it is; null where there is none.</returns>
    public Range? Find(string selector, DateTime today, out string replacement)
    {
        foreach (Match match in pattern.Matches(selector))
        {
            if (IsPlausible(match, today))
            {
                replacement = Render(match, today);
                return match.Index..(match.Index + match.Length);
            }
        }

        replacement = "";
        return null;
    }

    private static string PatternOf(string token) => token switch
    {
        "yyyy" => "[12][0-9]{3}",
        "MM" => "0[1-9]|1[0-2]",
        "dd" => "0[1-9]|[12][0-9]|3[01]",
        "MMM" =>
            string.Join(
                '|', English.DateTimeFormat.MonthNames.Concat(English.DateTimeFormat.AbbreviatedMonthNames).Where(name => name.Length > 0)),
        "HH" => "[01][0-9]|2[0-3]",
        "mm" or "ss" => "[0-5][0-9]",
        "qQ" => "q[1-4]",
        "hH" => "h[12]",
        "wW" => "w(0[1-9]|[1-4][0-9]|5[0-3])",
        "-" => "[-._]",
        _ => "[0-9]{2}",
    };

    private bool IsPlausible(Match match, DateTime today)
    {
        var year = Number(match, "yyyy") ?? (Number(match, "yy") + 2000);
        var oldest = Array.IndexOf(tokens, "yyyy") >= 0 ? OldestYear : today.Year - OldestShortYear;
        return year >= oldest && year <= today.Year + 1
            && (Number(match, "dd") is not { } day || (MonthOf(match) is { } month && day <= DateTime.DaysInMonth(year.Value, month)));
    }

    private int? Number(Match match, string token) => Array.IndexOf(tokens, token) is >= 0 and var index
        ? int.Parse(match.Groups[$"t{index}"].Value, NumberStyles.None, English)
        : null;

    private int? MonthOf(Match match) => Number(match, "MM")
        ?? (Array.IndexOf(tokens, "MMM") is >= 0 and var index
            ? Array.FindIndex(
                English.DateTimeFormat.AbbreviatedMonthNames,
                name => match.Groups[$"t{index}"].Value.StartsWith(name, StringComparison.OrdinalIgnoreCase)) + 1
            : null);

    private string Render(Match match, DateTime today)
    {
        var text = new StringBuilder();
        for (var index = 0; index < tokens.Length; index++)
        {
            var was = match.Groups[$"t{index}"].Value;
            text.Append(tokens[index] switch
            {
                "-" => was,
                "NN" => NumberOfDay(match, was, today),
                "MMM" => CasedAs(was, today.ToString(was.Length > 3 ? "MMMM" : "MMM", English)),
                "qQ" => string.Create(English, $"{was[0]}{((today.Month - 1) / 3) + 1}"),
                "hH" => string.Create(English, $"{was[0]}{((today.Month - 1) / 6) + 1}"),
                "wW" => string.Create(English, $"{was[0]}{ISOWeek.GetWeekOfYear(today):00}"),
                "yyyy" when Array.IndexOf(tokens, "wW") >= 0 => ISOWeek.GetYear(today).ToString(English),
                var token => today.ToString(token, English),
            });
        }

        return text.ToString();
    }

    /// <summary>As in the serial number of a zone: it counts the changes of one day.</summary>
    private string NumberOfDay(Match match, string was, DateTime today) =>
        new DateTime(Number(match, "yyyy")!.Value, Number(match, "MM")!.Value, Number(match, "dd")!.Value) == today.Date && was != "99"
            ? (int.Parse(was, NumberStyles.None, English) + 1).ToString("00", English)
            : "01";

    private static string CasedAs(string sample, string name)
    {
        if (sample.All(char.IsUpper))
        {
            return name.ToUpperInvariant();
        }

        return char.IsUpper(sample[0]) ? name : name.ToLowerInvariant();
    }

    [GeneratedRegex("yyyy|yy|MMM|MM|dd|HH|mm|ss|qQ|hH|wW|NN|-", RegexOptions.CultureInvariant)]
    private static partial Regex Tokens();
}
