using System.Text;

namespace OpteriusDkim.Findings;

/// <summary>A row of the table of findings: its texts have <c>{placeholders}</c> for what was found.</summary>
/// <param name="Code">Stable and documented.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">The message.</param>
/// <param name="Advice">What is advised.</param>
internal sealed record FindingRule(string Code, FindingSeverity Severity, string Message, string Advice)
{
    /// <summary>The finding with its placeholders filled in.</summary>
    /// <param name="values">A value for each placeholder of both texts.</param>
    /// <exception cref="ArgumentException">A placeholder has no value.</exception>
    public DkimFinding With(params (string Name, object? Value)[] values) =>
        new(Code, Severity, Fill(Message, values), Fill(Advice, values));

    private static string Fill(string template, (string Name, object? Value)[] values)
    {
        var open = template.IndexOf('{', StringComparison.Ordinal);
        if (open < 0)
        {
            return template;
        }

        var text = new StringBuilder();
        var done = 0;
        var before = 0;
        for (; open >= 0; open = template.IndexOf('{', done))
        {
            var close = template.IndexOf('}', open);
            var value = ValueOf(template[(open + 1)..close], values) ?? "";
            done = close + 1;

            // The system's own words for a reason may bring the full stop along.
            var stopFollows = done < template.Length && template[done] == '.';
            text.Append(template, before, open - before).Append(stopFollows ? value.TrimEnd('.') : value);
            before = done;
        }

        return text.Append(template, done, template.Length - done).ToString();
    }

    /// <summary>Paths and words come from outside too; what has several lines, as commands to type have, keeps them.</summary>
    private static string Printable(string text) => text.Contains('\n', StringComparison.Ordinal)
        ? string.Join('\n', text.Split('\n').Select(PrintableText.Clean))
        : PrintableText.Clean(text);

    private static string? ValueOf(string placeholder, (string Name, object? Value)[] values)
    {
        foreach (var (name, value) in values)
        {
            if (name == placeholder)
            {
                return value?.ToString() is { } text ? Printable(text) : null;
            }
        }

        throw new ArgumentException($"The finding has no value for {{{placeholder}}}.", nameof(values));
    }
}
