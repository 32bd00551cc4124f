using System.Text.RegularExpressions;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>AutoRestartRate, which OpenDKIM reads only with AutoRestart, and which <c>opendkim -n</c> doesn't check.</summary>
internal static partial class OpenDkimAutoRestart
{
    /// <summary>Why the daemon doesn't start; null where it does.</summary>
    /// <param name="configuration">The directives.</param>
    public static string? ProblemOf(OpenDkimConfiguration configuration) =>
        configuration.IsYes("AutoRestart") && configuration["AutoRestartRate"] is { Value.Length: > 0 } rate && !IsRate(rate.Value)
            ? $"{rate.Source}: AutoRestartRate {PrintableText.Quote(rate.Value)} is not a number and a time, such as 10/1h"
            : null;

    /// <summary>Whether it is a number, which may be missing, and a time other than 0, which may be negative.</summary>
    private static bool IsRate(string text) => Rate().Match(text) is { Success: true } match
        && !match.Groups["count"].Value.StartsWith('-')
        && match.Groups["time"].Value.Trim('+', '-', '0').Length > 0;

    [GeneratedRegex(@"^\s*(?<count>[+-]?\d+)?/\s*(?<time>[+-]?\d+)[smhd]?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Rate();
}
