namespace OpteriusDkim.Findings;

/// <summary>What is wrong with a JSON text, from the exception of its reader.</summary>
internal static class JsonProblem
{
    /// <summary>The message without the position, which counts from 0; escaped.</summary>
    /// <param name="exception">What the reader or a converter threw.</param>
    public static string Of(Exception exception)
    {
        var message = exception.Message;
        if (message.Contains("does not contain any JSON tokens", StringComparison.Ordinal))
        {
            return "it contains no JSON";
        }

        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return PrintableText.Clean((end < 0 ? message : message[..end]).TrimEnd('.'));
    }
}
