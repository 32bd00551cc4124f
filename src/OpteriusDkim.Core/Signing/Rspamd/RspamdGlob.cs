using System.Text.RegularExpressions;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// A pattern of a glob map, or a regular expression of a regexp map. In a glob <c>*</c> stands for any text and <c>?</c> for one character,
/// and case counts. Before 4.1.2 Rspamd searches for a glob within the text: <c>*@a.com</c> matches <c>x@a.com.example</c> too. Later it
/// has to match as a whole.
/// </summary>
internal sealed class RspamdGlob
{
    // Stands for any one character that no pattern can name: only a wildcard matches it.
    private const char Anything = '\u0001';
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    // Hyperscan, Rspamd's engine, looks for 8 bytes at once, and finds a shorter literal before it.
    private const int LongLiteral = 8;

    private static readonly char[] Wildcards = ['*', '?'];

    private readonly string text;
    private readonly Regex expression;
    private readonly Lazy<Regex> atEnd;
    private readonly bool isWhole;
    private readonly bool isExpression;
    private readonly string tail = "";

    /// <summary>Reads a glob.</summary>
    /// <param name="isWhole">Whether it has to match the whole text.</param>
    public RspamdGlob(string text, bool isWhole = false)
        : this(text, ExpressionOf(text), RegexOptions.Singleline, isWhole)
    {
        tail = text[(text.LastIndexOfAny(Wildcards) + 1)..];
    }

    private RspamdGlob(string text, RegexOptions options, string expression)
        : this(text, expression, options, isWhole: false)
    {
        isExpression = true;
    }

    private RspamdGlob(string text, string expression, RegexOptions options, bool isWhole)
    {
        this.text = text;
        this.isWhole = isWhole;
        this.expression = new Regex(Within(expression, isWhole), Options | options);
        atEnd = new Lazy<Regex>(() => new Regex($@"(?:{expression})\z", Options | options));
    }

    /// <summary>The one domain that it is about: that of <c>*@domain</c>, <c>@domain</c> or a bare domain; null for another kind.</summary>
    public DomainName? Domain => DomainName.TryParse(text.TrimStart('*').TrimStart('@'), out var domain) ? domain : null;

    /// <summary>Reads a regular expression: as <c>/expression/flags</c>, or the expression alone.</summary>
    /// <returns>The pattern; null where it has something that can't be judged here, such as other delimiters.</returns>
    public static RspamdGlob? OfExpression(string text)
    {
        if (text is not ['/', ..])
        {
            var isDelimited = text is ['m', var delimiter, ..] && !char.IsAsciiLetterOrDigit(delimiter);
            return text.Length == 0 || isDelimited ? null : OfExpression(text, text, RegexOptions.None);
        }

        var end = text.LastIndexOf('/');
        if (end == 0 || text[(end + 1)..].Any(flag => flag is not ('i' or 's' or 'm' or 'x' or 'u')))
        {
            return null;
        }

        var flags = text[(end + 1)..].Aggregate(RegexOptions.None, (options, flag) => options | flag switch
        {
            'i' => RegexOptions.IgnoreCase,
            's' => RegexOptions.Singleline,
            'm' => RegexOptions.Multiline,
            'x' => RegexOptions.IgnorePatternWhitespace,
            _ => RegexOptions.None,
        });
        return OfExpression(text, text[1..end], flags);
    }

    private static RspamdGlob? OfExpression(string text, string expression, RegexOptions flags)
    {
        try
        {
            return new RspamdGlob(text, flags, expression);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether it matches a text.</summary>
    public bool IsMatch(string value) => value.Contains(tail, StringComparison.Ordinal) && expression.IsMatch(value);

    /// <summary>Where the shortest match ends. Of several patterns that match Rspamd takes one whose match ends first.</summary>
    /// <param name="value">The text, which it matches.</param>
    public int EndOfMatch(string value)
    {
        if (!isWhole)
        {
            return Enumerable.Range(0, value.Length + 1).FirstOrDefault(end => atEnd.Value.IsMatch(value[..end]), value.Length);
        }

        return IsMatch("") ? 0 : value.Length;
    }

    /// <summary>
    /// Whether a <c>*</c> follows other text, as in <c>b*@a.com</c>. Rspamd's engine then looks for all patterns of the map at once, in the
    /// order of their lines.
    /// </summary>
    public bool HasInnerStar => !isExpression && text.TrimStart(Wildcards).Contains('*', StringComparison.Ordinal);

    /// <summary>
    /// Whether Rspamd takes another pattern in its place where the matches of both end at the same character, and no pattern of the map has
    /// a star within. A pattern with a long literal at its end gives way to one with a short one: <c>bob@a.com</c> and <c>*ob@a.com</c> to
    /// <c>*@a.com</c>, but not <c>bob@example.com</c> to <c>*@example.com</c>.
    /// </summary>
    /// <param name="other">The other pattern.</param>
    public bool YieldsTo(RspamdGlob other) => !isWhole && tail.Length >= LongLiteral && other.tail.Length is > 0 and < LongLiteral;

    /// <summary>An address that it is about, with something for each wildcard; null for an expression.</summary>
    public string? Example =>
        Domain switch
        {
            { } domain => AnyAddressOf(domain.Value),
            _ when isExpression => null,
            _ => text.Replace("*", $"{Anything}{Anything}", StringComparison.Ordinal).Replace('?', Anything),
        };

    /// <summary>Whether it matches every address of a domain.</summary>
    public bool CoversDomain(string domain) => IsMatch(AnyAddressOf(domain));

    /// <summary>An address that stands for every address of a domain.</summary>
    public static string AnyAddressOf(string domain) => $"{Anything}{Anything}@{domain}";

    private static string ExpressionOf(string glob) =>
        Regex.Escape(glob).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal);

    private static string Within(string expression, bool isWhole) => isWhole ? $@"\A(?:{expression})\z" : expression;
}
