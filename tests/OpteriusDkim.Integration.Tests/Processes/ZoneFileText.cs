using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>TXT records as zone files, dig(1) and named-compilezone(1) write them.</summary>
internal static partial class ZoneFileText
{
    /// <summary>The character-strings of a text, without their quotation marks.</summary>
    /// <param name="text">A record, or the rest of its line.</param>
    public static IReadOnlyList<string> Strings(string text) =>
        [.. Quoted().Matches(text).Select(match => match.Groups["string"].Value)];

    /// <summary>The public key in a record.</summary>
    public static string PublicKeyIn(string text) => PublicKey().Match(string.Concat(Strings(text))).Groups["key"].Value;

    [GeneratedRegex("\"(?<string>[^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(^|;)\s*p=(?<key>[^;]*)", RegexOptions.CultureInvariant)]
    private static partial Regex PublicKey();
}
