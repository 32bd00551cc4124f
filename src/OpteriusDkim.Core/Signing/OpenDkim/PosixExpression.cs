using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Translates a POSIX extended regular expression, with the extensions of glibc's regcomp(3), to .NET.</summary>
internal sealed partial class PosixExpression
{
    private const int NoAtom = -1;
    private const string NeverMatches = "[^\\s\\S]";
    private const int LargestCount = 32767; // RE_DUP_MAX

    private readonly string source;
    private readonly bool ignoresCase;
    private readonly bool captures;
    private readonly StringBuilder result = new();
    private readonly Stack<(int Start, int Number)> groups = new();
    private readonly HashSet<int> ended = [];
    private int groupCount;
    private int at;
    private int atom = NoAtom;
    private bool isRepeated;

    private PosixExpression(string source, bool ignoresCase, bool captures)
    {
        this.source = source;
        this.ignoresCase = ignoresCase;
        this.captures = captures;
    }

    /// <summary>Whether it has a back-reference, so that groups have to capture.</summary>
    private bool RefersBack { get; set; }

    /// <param name="ignoresCase">Whether it is compiled with REG_ICASE.</param>
    /// <returns>The .NET expression and whether it has back-references.</returns>
    /// <exception cref="FormatException">The C library rejects it.</exception>
    public static (string Text, bool RefersBack) Translate(string source, bool ignoresCase)
    {
        var expression = new PosixExpression(source, ignoresCase, captures: false);
        var text = expression.Translate();
        return expression.RefersBack ? (new PosixExpression(source, ignoresCase, captures: true).Translate(), true) : (text, false);
    }

    private string Translate()
    {
        while (at < source.Length)
        {
            TranslateNext();
        }

        return groups.Count == 0 ? result.ToString() : throw new FormatException("Unmatched (");
    }

    private void TranslateNext()
    {
        var character = source[at++];
        switch (character)
        {
            case '\\':
                TranslateEscape();
                break;
            case '[':
                AppendAtom(PosixBracket.Translate(source, ref at, ignoresCase));
                break;
            case '(':
                groups.Push((result.Length, ++groupCount));
                AppendOperator(captures ? "(" : "(?:");
                break;
            case ')':
                EndGroup();
                break;
            case '|' or '^' or '$':
                AppendOperator(character.ToString());
                break;
            case '*' or '+' or '?':
                Repeat(character.ToString());
                break;
            case '{':
                TranslateInterval();
                break;
            default:
                AppendAtom(character == '.' ? "." : Regex.Escape(character.ToString()));
                break;
        }
    }

    private void TranslateEscape()
    {
        var character = at < source.Length ? source[at++] : throw new FormatException("Trailing backslash");
        switch (character)
        {
            case >= '1' and <= '9':
                RefersBack = ended.Contains(character - '0') ? true : throw new FormatException("Invalid back reference");
                AppendAtom($"(?:\\{character})");
                break;
            case 'w' or 'W' or 's' or 'S':
                AppendAtom($"\\{character}");
                break;
            case 'b' or 'B':
                AppendOperator($"\\{character}");
                break;
            case '<' or '>':
                AppendOperator("\\b");
                break;
            case '`' or '\'':
                AppendOperator(character == '`' ? "\\A" : "\\z");
                break;
            case >= 'a' and <= 'z' when ignoresCase:
                // The library compares an escaped lower-case letter with the upper-cased text.
                AppendAtom(NeverMatches);
                break;
            default:
                AppendAtom(Regex.Escape(character.ToString()));
                break;
        }
    }

    private void EndGroup()
    {
        if (!groups.TryPop(out var group))
        {
            throw new FormatException("Unmatched )");
        }

        result.Append(')');
        ended.Add(group.Number);
        atom = group.Start;
        isRepeated = false;
    }

    /// <summary>Unlike the other operators, an interval without an expression before it is an error.</summary>
    private void TranslateInterval()
    {
        var interval = Interval().Match(source, at);
        if (!interval.Success || interval.Length == 1 || atom == NoAtom)
        {
            throw new FormatException("Invalid content of {}");
        }

        at += interval.Length;
        var least = Number(interval.Groups["least"].Value) ?? 0;
        var most = interval.Groups["more"].Success ? Number(interval.Groups["most"].Value) : least;
        if (most < least)
        {
            throw new FormatException("Invalid content of {}");
        }

        Repeat(string.Create(CultureInfo.InvariantCulture, $"{{{least},{most}}}"));
    }

    private static int? Number(string digits)
    {
        if (digits.Length == 0)
        {
            return null;
        }

        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= LargestCount
            ? number
            : throw new FormatException("Regular expression too big");
    }

    private void AppendAtom(string text)
    {
        atom = result.Length;
        isRepeated = false;
        result.Append(text);
    }

    private void AppendOperator(string text)
    {
        atom = NoAtom;
        result.Append(text);
    }

    /// <summary>An operator without an expression before it is ignored; a second operator applies to the repeated expression.</summary>
    private void Repeat(string quantifier)
    {
        if (atom == NoAtom)
        {
            return;
        }

        if (isRepeated)
        {
            result.Insert(atom, "(?:").Append(')');
        }

        result.Append(quantifier);
        isRepeated = true;
    }

    [GeneratedRegex(@"\G(?<least>[0-9]*)(?<more>,(?<most>[0-9]*))?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Interval();
}
