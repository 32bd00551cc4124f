using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Translates a POSIX extended regular expression, as regcomp(3) of the GNU C library reads it, for .NET.</summary>
internal sealed partial class PosixExpression
{
    private const int NoAtom = -1;
    private const string Nothing = "[^\\s\\S]";
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

    /// <summary>Whether a back-reference was met: the text of groups has to be remembered for it.</summary>
    private bool RefersBack { get; set; }

    /// <summary>Translates an expression.</summary>
    /// <param name="ignoresCase">Whether it is compiled with REG_ICASE.</param>
    /// <returns>The expression for .NET, and whether it has back-references.</returns>
    /// <exception cref="FormatException">The C library refuses it.</exception>
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
            Next();
        }

        return groups.Count == 0 ? result.ToString() : throw new FormatException("Unmatched (");
    }

    private void Next()
    {
        var character = source[at++];
        switch (character)
        {
            case '\\':
                Escaped();
                break;
            case '[':
                Atom(PosixBracket.Translate(source, ref at, ignoresCase));
                break;
            case '(':
                groups.Push((result.Length, ++groupCount));
                NotAnAtom(captures ? "(" : "(?:");
                break;
            case ')':
                EndGroup();
                break;
            case '|' or '^' or '$':
                NotAnAtom(character.ToString());
                break;
            case '*' or '+' or '?':
                Repeat(character.ToString());
                break;
            case '{':
                Count();
                break;
            default:
                Atom(character == '.' ? "." : Regex.Escape(character.ToString()));
                break;
        }
    }

    private void Escaped()
    {
        var character = at < source.Length ? source[at++] : throw new FormatException("Trailing backslash");
        switch (character)
        {
            case >= '1' and <= '9':
                RefersBack = ended.Contains(character - '0') ? true : throw new FormatException("Invalid back reference");
                Atom($"(?:\\{character})");
                break;
            case 'w' or 'W' or 's' or 'S':
                Atom($"\\{character}");
                break;
            case 'b' or 'B':
                NotAnAtom($"\\{character}");
                break;
            case '<' or '>':
                NotAnAtom("\\b");
                break;
            case '`' or '\'':
                NotAnAtom(character == '`' ? "\\A" : "\\z");
                break;
            case >= 'a' and <= 'z' when ignoresCase:
                // The library compares an escaped letter with the text in capitals.
                Atom(Nothing);
                break;
            default:
                Atom(Regex.Escape(character.ToString()));
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

    /// <summary>An interval. Unlike the other operators it is an error where there is nothing before it.</summary>
    private void Count()
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

    private void Atom(string text)
    {
        atom = result.Length;
        isRepeated = false;
        result.Append(text);
    }

    private void NotAnAtom(string text)
    {
        atom = NoAtom;
        result.Append(text);
    }

    /// <summary>An operator without anything before it is ignored; one after another repeats all before it.</summary>
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
