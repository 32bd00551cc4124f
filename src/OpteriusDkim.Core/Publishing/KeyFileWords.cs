using System.Buffers;

namespace OpteriusDkim.Publishing;

/// <summary>Splits a BIND configuration into words: quoted or bare, with separate braces and semicolons, without comments.</summary>
internal ref struct KeyFileWords(ReadOnlySpan<char> text)
{
    private const string Marks = "{};";

    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t\r\n{};\"#");

    private ReadOnlySpan<char> rest = text;

    /// <summary>The next word; empty at the end.</summary>
    public ReadOnlySpan<char> Next()
    {
        SkipBlanks();
        if (rest.IsEmpty)
        {
            return [];
        }

        if (rest[0] == '"')
        {
            var end = rest[1..].IndexOf('"');
            return end < 0 ? Take(rest.Length, 0) : Take(end + 2, 1)[..end];
        }

        var length = rest.IndexOfAny(WordEnds);
        return Take(length switch
        {
            _ when Marks.Contains(rest[0], StringComparison.Ordinal) => 1,
            < 0 => rest.Length,
            _ => Math.Max(length, 1),
        }, 0);
    }

    private ReadOnlySpan<char> Take(int length, int skip)
    {
        var word = rest[skip..length];
        rest = rest[length..];
        return word;
    }

    private void SkipBlanks()
    {
        while (true)
        {
            rest = rest.TrimStart();
            if (rest.StartsWith("#") || rest.StartsWith("//"))
            {
                Skip(rest.IndexOf('\n'), 1);
            }
            else if (rest.StartsWith("/*"))
            {
                Skip(rest.IndexOf("*/"), 2);
            }
            else
            {
                return;
            }
        }
    }

    private void Skip(int end, int length) => rest = end < 0 ? [] : rest[(end + length)..];
}
