using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>
/// A pattern of a glob map, or a regular expression of a regexp map. In a glob <c>*</c> stands for any text and <c>?</c> for one character, and case
/// counts. Before 4.1.2 Rspamd searches for a glob within the text: <c>*@a.com</c> matches <c>x@a.com.example</c> too. Later it has to match as a whole.
/// </summary>
internal sealed class RspamdGlob
{
    // Stands for any one character that no pattern can name: only a wildcard matches it.
    private const char Anything = '\u0001';
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    private readonly string text;
    private readonly Regex expression;
    private readonly Lazy<Regex> atEnd;

    /// <summary>Reads a glob.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="isWhole">Whether it has to match the whole text.</param>
    public RspamdGlob(string text, bool isWhole = false)
        : this(text, Regex.Escape(text).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal), RegexOptions.Singleline, isWhole)
    {
    }

    private RspamdGlob(string text, string expression, RegexOptions options, bool isWhole)
    {
        this.text = text;
        this.expression = new Regex(Within(expression, isWhole), Options | options);
        atEnd = new Lazy<Regex>(() => new Regex($@"(?:{expression})\z", Options | options));
    }

    /// <summary>The one domain that it is about: that of <c>*@domain</c>, <c>@domain</c> or a bare domain; null for another kind.</summary>
    public DomainName? Domain => DomainName.TryParse(text.TrimStart('*').TrimStart('@'), out var domain) ? domain : null;

    /// <summary>Reads a regular expression in the form <c>/expression/flags</c>.</summary>
    /// <param name="text">The expression.</param>
    /// <returns>The pattern; null where it isn't of that form, or has something that can't be judged here.</returns>
    public static RspamdGlob? OfExpression(string text)
    {
        var end = text.LastIndexOf('/');
        if (text is not ['/', ..] || end == 0 || text[(end + 1)..].Any(flag => flag is not ('i' or 's' or 'm' or 'x' or 'u')))
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
        try
        {
            return new RspamdGlob(text, text[1..end], flags, isWhole: false);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether it matches a text.</summary>
    /// <param name="value">The text.</param>
    public bool IsMatch(string value) => expression.IsMatch(value);

    /// <summary>Where the shortest match ends. Of several patterns that match Rspamd takes one whose match ends first.</summary>
    /// <param name="value">The text, which it matches.</param>
    public int EndOfMatch(string value) => Enumerable.Range(0, value.Length + 1).FirstOrDefault(end => atEnd.Value.IsMatch(value[..end]), value.Length);

    /// <summary>Whether it matches every address of a domain.</summary>
    /// <param name="domain">The domain.</param>
    public bool CoversDomain(string domain) => IsMatch(AnyAddressOf(domain));

    /// <summary>An address that stands for every address of a domain.</summary>
    /// <param name="domain">The domain.</param>
    public static string AnyAddressOf(string domain) => $"{Anything}{Anything}@{domain}";

    private static string Within(string expression, bool isWhole) => isWhole ? $@"\A(?:{expression})\z" : expression;
}
