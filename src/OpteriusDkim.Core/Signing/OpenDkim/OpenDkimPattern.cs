using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// The first field of a SigningTable line under <c>refile:</c>. The daemon makes an extended regular expression of it
/// (dkimf_mkregexp): anchored, <c>*</c> as <c>.*</c>, dot and plus escaped, and every other character as it stands.
/// </summary>
internal sealed class OpenDkimPattern
{
    // Stands for any one character that no pattern can name: only a star takes it.
    private const char Anything = '\u0001';
    private static readonly SearchValues<char> Special = SearchValues.Create("[](){}?|^$\\");

    // Only expressions with back-references can take long.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Regex? expression;
    private readonly Lazy<Regex?> domainPart;

    private OpenDkimPattern(string text, Regex? expression)
    {
        Text = text;
        this.expression = expression;
        domainPart = new Lazy<Regex?>(() => OpenDkimDomainPart.Of(text) is { } part ? Compile(part, ignoresCase: true) : null);
    }

    public string Text { get; }

    /// <summary>Whether the daemon can't compile it, and so not load the whole table.</summary>
    public bool IsBroken => expression is null;

    /// <summary>Reads a pattern.</summary>
    /// <param name="ignoresCase">False for the names of a KeyTable, where case counts.</param>
    public static OpenDkimPattern Parse(string text, bool ignoresCase = true) => new(text, Compile(text, ignoresCase));

    /// <summary>Whether it takes a text.</summary>
    public bool IsMatch(string address) => IsMatch(expression, address) == true;

    /// <summary>
    /// Whether no address matches: they are a local part, one @ and a domain in A-labels. Of a real regular expression it is
    /// taken that one does.
    /// </summary>
    public bool MatchesNothing => IsUnmatchable(Text);

    /// <summary>The same for the text of a pattern; nothing is compiled for it.</summary>
    public static bool IsUnmatchable(string text) => !text.AsSpan().ContainsAny(Special)
        && (text is ['@', ..] or [.., '@'] or [.., '.']
            || text.AsSpan().Count('@') > 1
            || text.Contains("@.", StringComparison.Ordinal)
            || text.Contains("..", StringComparison.Ordinal)
            || !Ascii.IsValid(text)
            || !(text.Contains('@', StringComparison.Ordinal) || Meets(text, "*@*")));

    /// <summary>
    /// The domain whose mail it takes together with mail of others whose names end or begin alike; null where it doesn't.
    /// </summary>
    public string? TakesMoreThan
    {
        get
        {
            var host = Text[(Text.LastIndexOf('@') + 1)..].Trim('*').TrimStart('.').ToLowerInvariant();
            if (Text.AsSpan().ContainsAny(Special) || !host.Contains('.', StringComparison.Ordinal) || !DomainName.TryParse(host, out _))
            {
                return null;
            }

            return Touches("another-" + host) || Touches(host + ".another.example") ? host : null;
        }
    }

    /// <summary>Whether it takes every address of a domain.</summary>
    public bool CoversDomain(string domain) => IsMatch($"{Anything}@{domain}");

    /// <summary>Whether it takes every address below a domain.</summary>
    public bool CoversSubdomains(string domain) => IsMatch($"{Anything}@{Anything}.{domain}");

    /// <summary>
    /// Whether it may take some address of a domain. Of a real regular expression the part about the domain decides; where it has none, it
    /// is taken that it may.
    /// </summary>
    public bool Touches(string domain) =>
        CoversDomain(domain)
        || (Text.AsSpan().ContainsAny(Special)
            ? expression is not null && (domainPart.Value is null || IsMatch(domainPart.Value, domain) != false)
            : !MatchesNothing && Meets(Text.ToLowerInvariant(), "*@" + domain));

    /// <summary>Null where there is no expression, or it takes too long to find out.</summary>
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
                ? new Regex(translated, options, Longest)
                : new Regex(translated, options | RegexOptions.NonBacktracking);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether two patterns with stars have a text in common.</summary>
    private static bool Meets(string one, string other)
    {
        // Row i, column j: whether the rests from there on have one.
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
