namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>Finds the part of a refile pattern that matches the domain of an address.</summary>
internal static class OpenDkimDomainPart
{
    /// <summary>
    /// The part after the only literal @ outside brackets and groups. An address also has exactly one @, so this part has to match the
    /// domain for the pattern to match the address.
    /// </summary>
    /// <returns>The part; null if the pattern can't be split.</returns>
    public static string? Of(string pattern)
    {
        var depth = 0;
        string? part = null;
        for (var at = 0; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '\\':
                    at++;
                    if (at < pattern.Length && char.IsAsciiDigit(pattern[at]))
                    {
                        // A back-reference depends on the groups before it.
                        return null;
                    }

                    at -= at < pattern.Length && pattern[at] == '@' ? 1 : 0;
                    break;
                case '[':
                    at = EndOfBracket(pattern, at);
                    break;
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case '|' when depth == 0:
                    return null;
                case '@' when depth == 0 && part is null:
                    part = pattern[(at + 1)..];
                    break;
                case '@':
                    return null;
            }
        }

        return part is ['?' or '{', ..] ? null : part;
    }

    /// <summary>The index of the ] that ends a bracket expression; the last index of the text if it is unterminated.</summary>
    private static int EndOfBracket(string pattern, int start)
    {
        var at = start + 1;
        at += at < pattern.Length && pattern[at] == '^' ? 1 : 0;
        at += at < pattern.Length && pattern[at] == ']' ? 1 : 0;
        while (at < pattern.Length && pattern[at] != ']')
        {
            var isNamed = pattern[at] == '[' && at + 1 < pattern.Length && pattern[at + 1] is (':' or '.' or '=');
            var end = isNamed ? pattern.IndexOf($"{pattern[at + 1]}]", at + 2, StringComparison.Ordinal) : -1;
            at = end >= 0 ? end + 2 : at + 1;
        }

        return Math.Min(at, pattern.Length - 1);
    }
}
