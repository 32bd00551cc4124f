using System.Globalization;
using System.Text.RegularExpressions;

namespace OpteriusDkim.Rotation.Selectors;

/// <summary>
/// Finds the date in a selector and moves it to another day: the next selector after <c>dkim-2026-01</c> isn't <c>dkim-2026-02</c>.
/// </summary>
internal static partial class SelectorDate
{
    private static readonly DateTimeOffset OldestTimestamp = new(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The longest forms come first, so that a date isn't taken for a year and a number.</summary>
    private static readonly SelectorDateForm[] Forms =
    [
        .. new[]
        {
            "yyyyMMddHHmmss", "yyyyMMddHHmm", "yyyyMMddNN", "yyyy-MM-dd", "yyyyMMdd", "dd-MM-yyyy", "MM-dd-yyyy", "ddMMyyyy", "MMddyyyy",
            "ddMMMyyyy", "dd-MMM-yyyy", "yyyyMMMdd", "yyyy-MMM-dd", "yyyy-MM", "MM-yyyy", "yyyyMM", "MMyyyy", "MMMyyyy", "MMM-yyyy",
            "yyyyMMM", "yyyy-MMM", "yyyyqQ", "yyyy-qQ", "qQyyyy", "qQ-yyyy", "yyyyhH", "yyyy-hH", "hHyyyy", "hH-yyyy", "yyyywW", "yyyy-wW",
            "wW-yyyy", "yy-MM-dd", "yyMMdd", "MMMyy", "MMM-yy", "yyqQ", "yy-qQ", "qQ-yy", "yyhH", "yywW", "yyyy", "yyMM",
        }.Select(form => new SelectorDateForm(form)),
    ];

    /// <summary>Splits a selector around its date.</summary>
    /// <param name="selector">The selector.</param>
    /// <param name="today">The day that takes the date's place.</param>
    /// <param name="moved">The selector up to the date's end, with today's date in the same form.</param>
    /// <param name="rest">What comes after the date.</param>
    /// <returns>False where it holds no date.</returns>
    public static bool TryMove(string selector, DateTime today, out string moved, out string rest)
    {
        foreach (var form in Forms)
        {
            if (form.Find(selector, today, out var replacement) is { } range)
            {
                moved = selector[..range.Start] + replacement;
                rest = selector[range.End..];
                return true;
            }
        }

        return TryMoveTimestamp(selector, today, out moved, out rest);
    }

    /// <summary>Seconds since 1970, as scripts that call <c>date +%s</c> write them.</summary>
    private static bool TryMoveTimestamp(string selector, DateTime today, out string moved, out string rest)
    {
        var match = Timestamp().Match(selector);
        var now = new DateTimeOffset(DateTime.SpecifyKind(today, DateTimeKind.Utc));
        if (match.Success
            && DateTimeOffset.FromUnixTimeSeconds(long.Parse(match.Value, NumberStyles.None, CultureInfo.InvariantCulture)) is var time
            && time >= OldestTimestamp && time <= now.AddYears(1))
        {
            moved = string.Create(CultureInfo.InvariantCulture, $"{selector[..match.Index]}{now.ToUnixTimeSeconds()}");
            rest = selector[(match.Index + match.Length)..];
            return true;
        }

        moved = rest = "";
        return false;
    }

    [GeneratedRegex("(?<![0-9])1[2-9][0-9]{8}(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Timestamp();
}
