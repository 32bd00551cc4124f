using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation.Selectors;

/// <summary>
/// How the selectors of new keys are made: {base} is what stays from one to the next, {number} counts, {date} is the
/// day as 20260131, {algorithm} is rsa or ed25519.
/// </summary>
internal sealed partial class SelectorTemplate
{
    private static readonly ConcurrentDictionary<string, SelectorTemplate> Known = new(StringComparer.Ordinal);

    private static readonly char[] DigitsAndSeparators = [.. "0123456789-._"];

    private readonly string template;
    private readonly Regex shape;

    private SelectorTemplate(string template, Regex shape)
    {
        this.template = template;
        this.shape = shape;
    }

    /// <summary>mail, mail2, mail3.</summary>
    public static SelectorTemplate Default { get; } = Parse("{base}{number}");

    /// <summary>A template, read once however many domains have it.</summary>
    /// <param name="text">The template.</param>
    /// <exception cref="InvalidInputException">It has an unknown placeholder, or gives no selector.</exception>
    public static SelectorTemplate Of(string text) => Known.GetOrAdd(text, Parse);

    /// <summary>Reads a template.</summary>
    /// <param name="text">The template.</param>
    /// <exception cref="InvalidInputException">It has an unknown placeholder, or gives no selector.</exception>
    public static SelectorTemplate Parse(string text)
    {
        var pattern = Regex.Escape(text)
            .Replace(@"\{base}", "(?<base>.+?)", StringComparison.Ordinal)
            .Replace(@"\{number}", "(?<number>[0-9]*)", StringComparison.Ordinal)
            .Replace(@"\{date}", "[0-9]{8}", StringComparison.Ordinal)
            .Replace(@"\{algorithm}", "(rsa|ed25519)", StringComparison.Ordinal);
        var read = new SelectorTemplate(
            text, new Regex($"^{pattern}(-(?<again>[0-9]+))?$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));
        var sample = Placeholder().Replace(text, "1");
        return sample.AsSpan().IndexOfAny('{', '}') < 0 && Selector.TryParse(sample, out _)
            ? read
            : throw new InvalidInputException(FindingTable.SelectorTemplateInvalid.With(("template", PrintableText.Quote(text))), text);
    }

    /// <summary>
    /// The next selector that isn't taken; null where the template has none left that fits. What stays from one to the
    /// next is cut where a label or the record's name has no room for it and its number.
    /// </summary>
    /// <param name="domain">The domain.</param>
    /// <param name="old">The selector to be followed.</param>
    /// <param name="algorithm">The algorithm of the new key.</param>
    /// <param name="today">The day.</param>
    /// <param name="isTaken">Whether a selector is taken.</param>
    public string? Next(DomainName domain, string old, DkimKeyAlgorithm algorithm, DateTime today, Func<string, bool> isTaken)
    {
        var parts = PartsOf(old, today);
        var filled = template
            .Replace("{date}", today.ToString("yyyyMMdd", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{algorithm}", algorithm == DkimKeyAlgorithm.Rsa ? "rsa" : "ed25519", StringComparison.Ordinal);
        var stem = parts.Stem.Length == 0 && parts.Number is null ? "mail" : parts.Stem;
        if (parts.StemIsNew && filled.Contains("{base}", StringComparison.Ordinal)
            && Fit(
                domain,
                filled.Replace("-{number}", "", StringComparison.Ordinal).Replace("{number}", "", StringComparison.Ordinal),
                stem) is { } dated
            && dated != old && !isTaken(dated))
        {
            return dated;
        }

        return Count(domain, old, parts with { Stem = stem }, filled, isTaken);
    }

    private static string? Count(DomainName domain, string old, SelectorParts parts, string filled, Func<string, bool> isTaken)
    {
        // A number right after another one would change it: rsa2048 is followed by rsa2048-2.
        var apart = parts.NeedsSeparator ? filled.Replace("{base}{number}", "{base}-{number}", StringComparison.Ordinal) : filled;
        for (var again = 0L; ; again++)
        {
            var counted = apart.Replace("{number}", parts.NumberAfter(again), StringComparison.Ordinal);
            if (again > 0 && counted == apart)
            {
                counted = string.Create(CultureInfo.InvariantCulture, $"{counted}-{again + 1}");
            }

            var name = Fit(domain, counted, parts.Stem);
            if (name is null || (name != old && !isTaken(name)))
            {
                return name;
            }
        }
    }

    /// <summary>A date in a selector comes first; then what the template says is its number.</summary>
    private SelectorParts PartsOf(string old, DateTime today)
    {
        var match = shape.Match(old);
        if (template.Contains("{date}", StringComparison.Ordinal))
        {
            return new SelectorParts(
                match.Success && match.Groups["base"].Success ? match.Groups["base"].Value : old.TrimEnd(DigitsAndSeparators), null, 1);
        }

        var read = SelectorParts.Of(old, today);
        if (read.HasDate || template == "{base}{number}" || !match.Success || !match.Groups["base"].Success)
        {
            return read;
        }

        var number = match.Groups["number"].Value;
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var last) && last < int.MaxValue
            ? new SelectorParts(match.Groups["base"].Value, last, number.Length)
            : read;
    }

    private static string? Fit(DomainName domain, string counted, string stem)
    {
        if (stem.Length == 0 && RecordName.Fits(domain, counted.Replace("{base}", "", StringComparison.Ordinal)))
        {
            return counted.Replace("{base}", "", StringComparison.Ordinal);
        }

        for (var length = stem.Length; length > 0; length--)
        {
            var name = counted.Replace("{base}", stem[..length], StringComparison.Ordinal);
            if (RecordName.Fits(domain, name))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>The template.</summary>
    public override string ToString() => template;

    [GeneratedRegex(@"\{(base|number|date|algorithm)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
