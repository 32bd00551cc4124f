using System.Buffers;
using System.Text.RegularExpressions;

namespace OpteriusDkim.Records.Text;

/// <summary>Finds private keys in text and replaces them: none may reach an object, a message or a log.</summary>
internal static partial class PrivateKeyText
{
    /// <summary>What is shown in place of a private key.</summary>
    public const string Removed = "[private key removed]";

    // Base64 of the DER headers that follow, and of the name of OpenSSH's format: 43 characters hold an Ed25519 seed.
    private const int ShortestRun = 40;

    private static readonly SearchValues<char> Base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    /// <summary>The text with each private key replaced: PEM blocks, whole or cut, and base64 of DER.</summary>
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

        text = Run().Replace(text, run => IsEncodedKey(run.ValueSpan) ? Removed : run.Value);
        text = Groups().Replace(text, groups => IsKeyInGroups(groups.ValueSpan) ? Removed : groups.Value);
        return RemovedAndMore().Replace(text, Removed);
    }

    /// <summary>Whether DER begins as a private key does: PKCS#1, PKCS#8 (plain or encrypted) or SEC 1, whole or cut.</summary>
    /// <param name="der">The DER, or its beginning.</param>
    public static bool IsPrivateKey(ReadOnlySpan<byte> der)
    {
        if (der.Length < 16 || der[0] != DerReader.Sequence)
        {
            return false;
        }

        var header = der[1] < 0x80 ? 2 : 2 + (der[1] & 0x7F);
        return header <= 6 && der[header..] switch
        {
            // The version of each, then the modulus, the algorithm or the key.
            [DerReader.Integer, 1, <= 1, DerReader.Integer or DerReader.Sequence or 0x04, ..] => true,

            // PKCS#5 and PKCS#12 (1.2.840.113549.1.5, .12): the algorithms that encrypt private keys.
            [DerReader.Sequence, _, 0x06, _, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05 or 0x0C, ..] => true,
            _ => false,
        };
    }

    private static bool IsEncodedKey(ReadOnlySpan<char> run)
    {
        if (run.StartsWith("b3BlbnNzaC1rZXktdjE"))
        {
            return true;
        }

        Span<char> text = stackalloc char[ShortestRun];
        Span<byte> bytes = stackalloc byte[ShortestRun];
        run[..ShortestRun].CopyTo(text);
        text.Replace('-', '+');
        text.Replace('_', '/');
        return text[0] == 'M' && Convert.TryFromBase64Chars(text, bytes, out var length) && IsPrivateKey(bytes[..length]);
    }

    /// <summary>Whether groups of base64 with blanks between them, or with escapes of a URL in them, are a key.</summary>
    private static bool IsKeyInGroups(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAny(' ', '\t', '%'))
        {
            return false;
        }

        var run = Blanks().Replace(text.ToString(), "")
            .Replace("%2B", "+", StringComparison.OrdinalIgnoreCase)
            .Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return run.Length >= ShortestRun && IsEncodedKey(run);
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

    /// <summary>A block ends with its END line, else with the tag that holds it or the text.</summary>
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

    [GeneratedRegex(@"[ \t]+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
