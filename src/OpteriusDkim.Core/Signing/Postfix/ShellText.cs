namespace OpteriusDkim.Signing.Postfix;

/// <summary>Quotes text in shell commands.</summary>
internal static class ShellText
{
    /// <summary>A word that the shell reads literally, in single quotes if necessary.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "/._-:@%+".Contains(letter, StringComparison.Ordinal))
            ? word
            : "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
