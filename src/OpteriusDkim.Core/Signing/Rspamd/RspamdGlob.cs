using System.Text.RegularExpressions;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// A pattern of a glob map, or a regular expression of a regexp map. In a glob <c>*</c> matches any text and <c>?</c> one character,
/// and it is case-sensitive. Before 4.1.2 a glob can match a part of the text: <c>*@a.com</c> also matches
/// <c>x@a.com.example</c>. From 4.1.2 it has to match the whole text.
/// </summary>
internal sealed class RspamdGlob
{
    // A character that patterns can't contain, so that only a wildcard matches it.
    private const char AnyCharacter = '\u0001';
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    // Hyperscan, Rspamd's engine, compares 8 bytes at once and reports shorter literals first.
    private const int LongLiteral = 8;

    private static readonly char[] Wildcards = ['*', '?'];

    private readonly string text;
    private readonly Regex expression;
    private readonly Lazy<Regex> atEnd;
    private readonly bool isWhole;
    private readonly bool isExpression;
    private readonly string tail = "";

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

    /// <summary>The domain of <c>*@domain</c>, <c>@domain</c> or a bare domain; null for other patterns.</summary>
    public DomainName? Domain => DomainName.TryParse(text.TrimStart('*').TrimStart('@'), out var domain) ? domain : null;

    /// <summary>Parses a regular expression: <c>/expression/flags</c>, or the expression alone.</summary>
    /// <returns>The pattern; null if it isn't supported, for example because of other delimiters.</returns>
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

    public bool IsMatch(string value) => value.Contains(tail, StringComparison.Ordinal) && expression.IsMatch(value);

    /// <summary>The end of the shortest match. Of several matching patterns, Rspamd uses one whose match ends first.</summary>
    /// <param name="value">The text, which has to match.</param>
    public int EndOfMatch(string value)
    {
        if (!isWhole)
        {
            return Enumerable.Range(0, value.Length + 1).FirstOrDefault(end => atEnd.Value.IsMatch(value[..end]), value.Length);
        }

        return IsMatch("") ? 0 : value.Length;
    }

    /// <summary>
    /// Whether a <c>*</c> follows other text, as in <c>b*@a.com</c>. Rspamd's engine then matches all patterns of the map in the order
    /// of their lines.
    /// </summary>
    public bool HasInnerStar => !isExpression && text.TrimStart(Wildcards).Contains('*', StringComparison.Ordinal);

    /// <summary>
    /// Whether Rspamd prefers another pattern if the matches of both end at the same character and no pattern of the map has an
    /// inner star. A pattern with a short literal at its end has precedence over one with a long literal: <c>*@a.com</c> over
    /// <c>bob@a.com</c> and <c>*ob@a.com</c>, but not <c>*@example.com</c> over <c>bob@example.com</c>.
    /// </summary>
    public bool YieldsTo(RspamdGlob other) => !isWhole && tail.Length >= LongLiteral && other.tail.Length is > 0 and < LongLiteral;

    /// <summary>An example of a matching address; null for a regular expression.</summary>
    public string? Example =>
        Domain switch
        {
            { } domain => AnyAddressOf(domain.Value),
            _ when isExpression => null,
            _ => text.Replace("*", $"{AnyCharacter}{AnyCharacter}", StringComparison.Ordinal).Replace('?', AnyCharacter),
        };

    /// <summary>Whether it matches every address of a domain.</summary>
    public bool CoversDomain(string domain) => IsMatch(AnyAddressOf(domain));

    /// <summary>An address that represents every address of a domain.</summary>
    public static string AnyAddressOf(string domain) => $"{AnyCharacter}{AnyCharacter}@{domain}";

    private static string ExpressionOf(string glob) =>
        Regex.Escape(glob).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal);

    private static string Within(string expression, bool isWhole) => isWhole ? $@"\A(?:{expression})\z" : expression;
}
