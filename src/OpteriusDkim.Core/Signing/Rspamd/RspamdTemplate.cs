using System.Text.RegularExpressions;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// Expands <c>$domain</c> and <c>$selector</c>, also in braces, in a key's path. Other variables are kept.
/// </summary>
internal static partial class RspamdTemplate
{
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
