namespace OpteriusDkim.Signing.Postfix;

/// <summary>Text of commands that a person copies to a shell.</summary>
internal static class ShellText
{
    /// <summary>A word as the shell takes it literally; in single quotes where it has to be.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "/._-:@%+".Contains(letter, StringComparison.Ordinal))
            ? word
            : "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
