using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// The first field of a SigningTable line under <c>refile:</c>. The daemon converts it to an anchored extended regular
/// expression (dkimf_mkregexp): <c>*</c> becomes <c>.*</c>, dot and plus are escaped, other characters are unchanged.
/// </summary>
internal sealed class OpenDkimPattern
{
    // A character that patterns can't contain, so that only a star matches it.
    private const char AnyText = '\u0001';
    private static readonly SearchValues<char> Special = SearchValues.Create("[](){}?|^$\\");

    // Only for expressions with back-references, which can be slow.
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly Regex? expression;
    private readonly Lazy<Regex?> domainPart;

    private OpenDkimPattern(string text, Regex? expression)
    {
        Text = text;
        this.expression = expression;
        domainPart = new Lazy<Regex?>(() => OpenDkimDomainPart.Of(text) is { } part ? Compile(part, ignoresCase: true) : null);
    }

    public string Text { get; }

    /// <summary>Whether the daemon can't compile it and therefore can't load the table.</summary>
    public bool IsBroken => expression is null;

    /// <param name="ignoresCase">False for the names of a KeyTable, which are case-sensitive.</param>
    public static OpenDkimPattern Parse(string text, bool ignoresCase = true) => new(text, Compile(text, ignoresCase));

    public bool IsMatch(string address) => IsMatch(expression, address) == true;

    /// <summary>
    /// Whether no address (local part, one @, domain in A-labels) can match. A regular expression is assumed to
    /// match some address.
    /// </summary>
    public bool MatchesNothing => IsUnmatchable(Text);

    /// <summary>The same for an uncompiled pattern.</summary>
    public static bool IsUnmatchable(string text) => !text.AsSpan().ContainsAny(Special)
        && (text is ['@', ..] or [.., '@'] or [.., '.']
            || text.AsSpan().Count('@') > 1
            || text.Contains("@.", StringComparison.Ordinal)
            || text.Contains("..", StringComparison.Ordinal)
            || !Ascii.IsValid(text)
            || !(text.Contains('@', StringComparison.Ordinal) || Intersect(text, "*@*")));

    /// <summary>
    /// The domain that the pattern names, if it also matches unrelated domains with the same end or beginning; otherwise null.
    /// </summary>
    public string? LooselyMatchedDomain
    {
        get
        {
            var host = Text[(Text.LastIndexOf('@') + 1)..].Trim('*').TrimStart('.').ToLowerInvariant();
            if (Text.AsSpan().ContainsAny(Special) || !host.Contains('.', StringComparison.Ordinal) || !DomainName.TryParse(host, out _))
            {
                return null;
            }

            return MayMatch("another-" + host) || MayMatch(host + ".another.example") ? host : null;
        }
    }

    public bool CoversDomain(string domain) => IsMatch($"{AnyText}@{domain}");

    public bool CoversSubdomains(string domain) => IsMatch($"{AnyText}@{AnyText}.{domain}");

    /// <summary>
    /// Whether it may match some address of a domain. For a regular expression its domain part decides; without one, the answer is
    /// yes.
    /// </summary>
    public bool MayMatch(string domain) =>
        CoversDomain(domain)
        || (Text.AsSpan().ContainsAny(Special)
            ? expression is not null && (domainPart.Value is null || IsMatch(domainPart.Value, domain) != false)
            : !MatchesNothing && Intersect(Text.ToLowerInvariant(), "*@" + domain));

    /// <summary>Null if there is no expression or the match timed out.</summary>
    private static bool? IsMatch(Regex? expression, string text)
    {
        try
        {
            return expression?.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static Regex? Compile(string text, bool ignoresCase)
    {
        var source = new StringBuilder("^");
        foreach (var character in text)
        {
            source.Append(character switch
            {
                '*' => ".*",
                '+' => "\\+",
                '.' => "\\.",
                _ => character.ToString(),
            });
        }

        try
        {
            var (translated, refersBack) = PosixExpression.Translate(source.Append('$').ToString(), ignoresCase);
            var options =
                (ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None) | RegexOptions.CultureInvariant | RegexOptions.Singleline;
            return refersBack
                ? new Regex(translated, options, MatchTimeout)
                : new Regex(translated, options | RegexOptions.NonBacktracking);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether some text matches both of two patterns with stars.</summary>
    private static bool Intersect(string one, string other)
    {
        // Row i, column j: whether some text matches both remainders.
        var columns = other.Length + 1;
        var reachable = new bool[(one.Length + 1) * columns];
        reachable[^1] = true;
        for (var i = one.Length; i >= 0; i--)
        {
            for (var j = other.Length; j >= 0; j--)
            {
                var down = i < one.Length && reachable[((i + 1) * columns) + j];
                var right = j < other.Length && reachable[(i * columns) + j + 1];
                var star = (i < one.Length && one[i] == '*') || (j < other.Length && other[j] == '*');
                reachable[(i * columns) + j] |= (star && (down || right))
                    || (i < one.Length && j < other.Length && one[i] == other[j] && reachable[((i + 1) * columns) + j + 1]);
            }
        }

        return reachable[0];
    }
}
