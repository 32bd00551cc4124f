using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>DontSignMailTo: recipients whose mail isn't signed, compared as whole addresses.</summary>
/// <param name="Entries">The addresses and patterns that can match; the directive's value where the list can't be read here.</param>
/// <param name="TakesAll">Whether every recipient is in it.</param>
internal sealed record OpenDkimRecipients(string Source, IReadOnlyList<string> Entries, bool TakesAll)
{
    private const string Anyone = "\u0001@\u0002.\u0003";
    private const int Shown = 3;

    /// <summary>The first entries, as a sentence has them.</summary>
    public string Text => string.Join(", ", Entries.Take(Shown).Select(PrintableText.Clean))
        + (Entries.Count > Shown ? $" and {Entries.Count - Shown} more" : "");

    /// <summary>Reads it.</summary>
    /// <param name="folder">What relative paths are relative to.</param>
    /// <returns>It; null where no recipient is in it.</returns>
    public static OpenDkimRecipients? Of(OpenDkimConfiguration configuration, string folder)
    {
        if (configuration.ValueOf("DontSignMailTo") is not { } value)
        {
            return null;
        }

        var source = configuration["DontSignMailTo"]!.Source;
        if (OpenDkimList.Read(value, folder) is not { } list)
        {
            return new OpenDkimRecipients(source, [value], TakesAll: false);
        }

        var entries = list.Entries.Where(list.HasPatterns ? entry => !OpenDkimPattern.IsUnmatchable(entry) : IsAddress).ToArray();
        return entries.Length == 0 ? null : new OpenDkimRecipients(source, entries, list.HasPatterns && list.Contains(Anyone));
    }

    private static bool IsAddress(string entry) => entry.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < entry.Length - 1
        && !entry.Contains('*', StringComparison.Ordinal);
}
