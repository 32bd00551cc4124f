using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>DontSignMailTo: recipients to whom mail isn't signed, compared as whole addresses.</summary>
/// <param name="Entries">The addresses and patterns that can match; the directive's value if the list can't be read.</param>
/// <param name="MatchesAll">Whether it matches every recipient.</param>
internal sealed record OpenDkimRecipients(string Source, IReadOnlyList<string> Entries, bool MatchesAll)
{
    private const string Anyone = "\u0001@\u0002.\u0003";
    private const int Shown = 3;

    /// <summary>The first entries, for a message.</summary>
    public string Text => string.Join(", ", Entries.Take(Shown).Select(PrintableText.Clean))
        + (Entries.Count > Shown ? $" and {Entries.Count - Shown} more" : "");

    /// <param name="folder">The base directory for relative paths.</param>
    /// <returns>The recipients; null if there are none.</returns>
    public static OpenDkimRecipients? Of(OpenDkimConfiguration configuration, string folder)
    {
        if (configuration.ValueOf("DontSignMailTo") is not { } value)
        {
            return null;
        }

        var source = configuration["DontSignMailTo"]!.Source;
        if (OpenDkimList.Read(value, folder) is not { } list)
        {
            return new OpenDkimRecipients(source, [value], MatchesAll: false);
        }

        var entries = list.Entries.Where(list.HasPatterns ? entry => !OpenDkimPattern.IsUnmatchable(entry) : IsAddress).ToArray();
        return entries.Length == 0 ? null : new OpenDkimRecipients(source, entries, list.HasPatterns && list.Contains(Anyone));
    }

    private static bool IsAddress(string entry) => entry.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < entry.Length - 1
        && !entry.Contains('*', StringComparison.Ordinal);
}
