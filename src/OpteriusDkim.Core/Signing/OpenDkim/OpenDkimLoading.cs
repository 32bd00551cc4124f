using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// What makes OpenDKIM refuse its tables as a whole: it drops such a reload without a word, and doesn't start with them.
/// A name that the KeyTable doesn't have is no such thing, whatever the type of the table.
/// </summary>
internal static class OpenDkimLoading
{
    /// <summary>Why it would not load a SigningTable, or null.</summary>
    /// <param name="edited">Lines that don't count, since they are about to be replaced.</param>
    public static DkimFinding? ProblemOf(OpenDkimSigningTable signing, IReadOnlySet<int> edited)
    {
        if (signing.Broken.FirstOrDefault(line => !edited.Contains(line.Index)) is { } broken)
        {
            return FindingTable.PatternBroken.With(Of(signing, broken));
        }

        // A plain file is walked when it is loaded; in a refile such a line is come upon by mail.
        var empty = signing.HasPatterns ? null : signing.Unvalued.FirstOrDefault(line => !edited.Contains(line.Index));
        return empty is null ? null : FindingTable.SigningLineCrashes.With(Of(signing, empty));
    }

    private static (string Name, object? Value)[] Of(OpenDkimSigningTable signing, OpenDkimSigningLine line) =>
        [("source", signing.File.Source(signing.File.Lines[line.Index])), ("pattern", PrintableText.Clean(line.Pattern))];
}
