using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>
/// A pattern of Rspamd's signing_table or key_table: <c>*</c> stands for any text and <c>?</c> for one character. It is taken wherever
/// it is found within the text, case by case as it stands: <c>*@a.com</c> takes <c>x@a.com.example</c> too, and not <c>x@A.COM</c>.
/// </summary>
/// <param name="text">The pattern.</param>
internal sealed class RspamdGlob(string text)
{
    // Stands for any one character that no pattern can name: only a wildcard takes it.
    private const char Anything = '\u0001';

    private readonly Regex expression = new(
        Regex.Escape(text).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal),
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);

    /// <summary>Whether it takes a text.</summary>
    /// <param name="value">The text.</param>
    public bool IsMatch(string value) => expression.IsMatch(value);

    /// <summary>Whether it takes every address of a domain.</summary>
    /// <param name="domain">The domain.</param>
    public bool CoversDomain(string domain) => IsMatch($"{Anything}{Anything}@{domain}");

    /// <summary>The one domain that it is about: that of <c>*@domain</c>, <c>@domain</c> or a bare domain; null for another kind.</summary>
    public DomainName? Domain => DomainName.TryParse(text.TrimStart('*').TrimStart('@'), out var domain) ? domain : null;
}
