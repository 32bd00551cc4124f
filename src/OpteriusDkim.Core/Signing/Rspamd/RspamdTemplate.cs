using System.Text.RegularExpressions;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// A key's path, in which Rspamd fills in <c>$domain</c>, <c>$selector</c> and the same in braces; other variables stay as they are.
/// </summary>
internal static partial class RspamdTemplate
{
    /// <summary>The path with the variables filled in.</summary>
    public static string Fill(string path, string domain, string selector) => Variable()
        .Replace(path, match => (match.Groups[1].Value + match.Groups[2].Value) switch
    {
        "domain" => domain,
        "selector" => selector,
        _ => match.Value,
    });

    [GeneratedRegex(@"\$(?:([A-Za-z0-9_]+)|\{([A-Za-z0-9_]+)\})", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
