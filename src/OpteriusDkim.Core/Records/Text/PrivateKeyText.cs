using System.Buffers;
using System.Text.RegularExpressions;

namespace OpteriusDkim.Records.Text;

/// <summary>Removes private keys from text: none may reach an object, a message or a log.</summary>
internal static partial class PrivateKeyText
{
    /// <summary>The replacement of a private key.</summary>
    public const string Removed = "[private key removed]";

    // Base64 of the DER headers that follow, and of the name of OpenSSH's format: 43 characters hold an Ed25519 seed.
    private const int ShortestRun = 40;

    private static readonly SearchValues<char> Base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    /// <summary>The text with each private key replaced: complete or truncated PEM blocks, and base64 of DER.</summary>
    /// <param name="text">Any text.</param>
    public static string Remove(string text)
    {
        if (text.Contains("PRIVATE KEY", StringComparison.OrdinalIgnoreCase))
        {
            text = RemoveBlocks(text);
        }

        if (text.Length < ShortestRun)
        {
            return text;
        }

        text = Run().Replace(text, run => EncodedPrivateKey.IsIn(run.ValueSpan) ? Removed : run.Value);
        text = Groups().Replace(text, groups => IsKeyInGroups(groups.ValueSpan) ? Removed : groups.Value);
        return RemovedAndMore().Replace(text, Removed);
    }

    /// <summary>Whether groups of base64 with blanks between them, or with escapes of a URL in them, are a key.</summary>
    private static bool IsKeyInGroups(ReadOnlySpan<char> text) =>
        text.Length >= ShortestRun && text.ContainsAny(' ', '\t', '%') && EncodedPrivateKey.IsIn(text);

    /// <summary>The text of a record with each tag that contains a private key replaced, up to the next tag.</summary>
    /// <param name="text">The text.</param>
    /// <param name="data">Its p=.</param>
    /// <param name="isPublic">Whether that is known to be a public key.</param>
    public static string RemoveFromTags(string text, string? data, bool isPublic)
    {
        const int ShortestPart = 20;
        if (data is not null && !isPublic && EncodedPrivateKey.IsEd25519Pair(data))
        {
            return text.Contains(data, StringComparison.Ordinal) ? text.Replace(data, Removed, StringComparison.Ordinal) : "p=" + Removed;
        }

        if (text.Length - (isPublic ? data!.Length : 0) < ShortestPart)
        {
            return text;
        }

        var parts = new List<string>();
        var isKey = false;
        foreach (var part in text.Split(';'))
        {
            var name = NameOfTag().Match(part);
            var begins = !(isPublic && part.EndsWith(data!, StringComparison.Ordinal)) && EncodedPrivateKey.IsIn(part);
            isKey = begins || (isKey && !name.Groups["tag"].Success && part.Length > 1);
            if (begins || !isKey)
            {
                parts.Add(begins ? name.Value + Removed : part);
            }
        }

        return string.Join(';', parts);
    }

    private static string RemoveBlocks(string text)
    {
        for (var marker = Marker().Match(text); marker.Success; marker = Marker().Match(text))
        {
            var (start, end) = marker.Groups["begin"].Success
                ? BlockFrom(text, marker)
                : (StartOfBase64(text, marker.Index), marker.Index + marker.Length);
            text = string.Concat(text.AsSpan(0, start), Removed, text.AsSpan(end));
        }

        return text;
    }

    /// <summary>A block ends with its END line, otherwise with its tag or the text.</summary>
    private static (int Start, int End) BlockFrom(string text, Match begin)
    {
        var after = begin.Index + begin.Length;
        var next = Marker().Match(text, after);
        if (next.Success && !next.Groups["begin"].Success)
        {
            return (begin.Index, next.Index + next.Length);
        }

        var semicolon = text.IndexOf(';', after);
        return (begin.Index, semicolon < 0 ? text.Length : semicolon);
    }

    /// <summary>Where the base64 before an END line without a BEGIN line starts.</summary>
    private static int StartOfBase64(string text, int end)
    {
        var start = end;
        while (start > 0
            && (Base64.Contains(text[start - 1]) || char.IsWhiteSpace(text[start - 1]) || text[start - 1] is '"' or '\\' or ','))
        {
            start--;
        }

        return start;
    }

    [GeneratedRegex(
        "-*[ ]?((?<begin>BEGIN)|END) [A-Z0-9 ]{0,40}PRIVATE KEY( BLOCK)?[ ]?-*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Marker();

    [GeneratedRegex("[A-Za-z0-9+/_-]{40,}", RegexOptions.CultureInvariant)]
    private static partial Regex Run();

    [GeneratedRegex(@"(?<![A-Za-z0-9+/_-])(?:M|b3Bl)(?>[A-Za-z0-9+/_-]|%2[BbFf]|[ \t]+(?=[A-Za-z0-9+/%]))+", RegexOptions.CultureInvariant)]
    private static partial Regex Groups();

    [GeneratedRegex(
        @"\[private key removed\](?:[ \t]+(?>[A-Za-z0-9+/_-]{16,}={0,2})(?!\.)|(?>%2[BbFf][A-Za-z0-9+/_-]*))+",
        RegexOptions.CultureInvariant)]
    private static partial Regex RemovedAndMore();

    [GeneratedRegex("""^[\s"'\\(]*(?<tag>[A-Za-z]\w{0,9}\s*=)?""", RegexOptions.CultureInvariant)]
    private static partial Regex NameOfTag();
}
