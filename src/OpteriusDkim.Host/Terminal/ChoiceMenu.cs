using System.Management.Automation.Host;

namespace OpteriusDkim;

/// <summary>The choices of a question as one line, such as <c>[Y] Yes  [N] No  [?] Help (default is "Y"): </c>.</summary>
internal sealed class ChoiceMenu(IReadOnlyList<ChoiceDescription> choices, int defaultChoice)
{
    public string Question
    {
        get
        {
            var offered = string.Concat(choices.Select(choice => $"[{Key(choice)}] {Label(choice)}  "));
            var preset = defaultChoice >= 0 ? $" (default is \"{Key(choices[defaultChoice])}\")" : string.Empty;
            return $"{offered}[?] Help{preset}: ";
        }
    }

    public string Help => string.Concat(choices.Select(choice => $"{Key(choice)} - {choice.HelpMessage}\n"));

    /// <summary>The choice that the answer means; null when it means none.</summary>
    public int? Choose(string answer)
    {
        if (answer.Length == 0)
        {
            return defaultChoice >= 0 ? defaultChoice : null;
        }

        for (var i = 0; i < choices.Count; i++)
        {
            if (answer.Equals(Key(choices[i]), StringComparison.OrdinalIgnoreCase)
                || answer.Equals(Label(choices[i]), StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return null;
    }

    private static string Label(ChoiceDescription choice) => choice.Label.Replace("&", string.Empty, StringComparison.Ordinal);

    // The letter after the ampersand is the key; a label without one is its own.
    private static string Key(ChoiceDescription choice)
    {
        var mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < choice.Label.Length
            ? char.ToUpperInvariant(choice.Label[mark + 1]).ToString()
            : Label(choice);
    }
}
