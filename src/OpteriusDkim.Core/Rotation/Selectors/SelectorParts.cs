using System.Globalization;
using System.Text.RegularExpressions;

namespace OpteriusDkim.Rotation.Selectors;

/// <summary>
/// A selector taken apart: what stays from one key to the next, and the number that counts the keys. A date, an algorithm or a key size in
/// it is no counter.
/// </summary>
/// <param name="Stem">What stays; a date in it is today's.</param>
/// <param name="Number">The number that was found; null where there is none.</param>
/// <param name="Width">How many digits the number has at least.</param>
internal sealed partial record SelectorParts(string Stem, long? Number, int Width)
{
    /// <summary>Whether there is a date in it.</summary>
    public bool HasDate { get; private init; }

    /// <summary>Whether the stem itself, without a number, is the first name to try: its date has moved.</summary>
    public bool StemIsNew { get; private init; }

    /// <summary>Whether a number has to be kept apart from the stem, which would become another date, size or algorithm.</summary>
    public bool NeedsSeparator => HasDate || Stem is [.., >= '0' and <= '9'];

    /// <summary>Takes a selector apart.</summary>
    /// <param name="selector">The selector.</param>
    /// <param name="today">The day.</param>
    public static SelectorParts Of(string selector, DateTime today)
    {
        if (SelectorDate.TryMove(selector, today, out var moved, out var rest))
        {
            var suffix = Suffix().Match(rest);
            var stem = moved + (suffix.Success ? suffix.Groups[1].Value : rest);
            var isNew = !selector.StartsWith(stem, StringComparison.Ordinal);
            return new SelectorParts(stem, isNew || !suffix.Success ? null : Parse(suffix.Groups[2].Value), 1)
            {
                HasDate = true,
                StemIsNew = isNew,
            };
        }

        if (FixedNumberAndCounter().Match(selector) is { Success: true } counted)
        {
            return new SelectorParts(counted.Groups["stem"].Value, Parse(counted.Groups["number"].Value), counted.Groups["number"].Length);
        }

        if (FixedNumber().IsMatch(selector))
        {
            return new SelectorParts(selector, null, 1);
        }

        var digits = selector.Length - selector.AsSpan().TrimEnd("0123456789").Length;
        return new SelectorParts(selector[..^digits], Parse(selector[^digits..]), digits);
    }

    /// <summary>The number of the next key, with as many digits.</summary>
    /// <param name="after">How many numbers to pass over.</param>
    public string NumberAfter(long after) =>
        ((Number is { } last ? last + 1 : 2) + after).ToString($"D{(Number is null ? 1 : Width)}", CultureInfo.InvariantCulture);

    private static long? Parse(string digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < int.MaxValue ? number : null;

    [GeneratedRegex("^(.*?)-([0-9]{1,4})$", RegexOptions.CultureInvariant)]
    private static partial Regex Suffix();

    /// <summary>Sizes of RSA keys, and the numbers in names of algorithms.</summary>
    [GeneratedRegex($"({FixedNumbers})$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex FixedNumber();

    [GeneratedRegex($"^(?<stem>.*(?:{FixedNumbers}))[-._](?<number>[0-9]+)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex FixedNumberAndCounter();

    private const string FixedNumbers =
        "(?<![0-9])(512|768|1024|1280|1536|2048|3072|4096|8192|16384)|(ed|x|curve)-?25519|ed-?448|sha-?(1|224|256|384|512)"
        + "|(?<![a-z])(p|secp)-?(224|256|384|521)|ml-?dsa-?(44|65|87)|falcon-?(512|1024)";
}
