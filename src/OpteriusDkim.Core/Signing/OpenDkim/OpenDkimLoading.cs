using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// Finds errors that make OpenDKIM reject its tables: it ignores a reload silently, and doesn't start.
/// A key name that is missing from the KeyTable isn't one of these errors.
/// </summary>
internal static class OpenDkimLoading
{
    /// <summary>Why the daemon can't load a SigningTable, or null.</summary>
    /// <param name="edited">Lines to ignore because they will be replaced.</param>
    public static DkimFinding? ProblemOf(OpenDkimSigningTable signing, IReadOnlySet<int> edited)
    {
        if (signing.Broken.FirstOrDefault(line => !edited.Contains(line.Index)) is { } broken)
        {
            return FindingTable.PatternBroken.With(Of(signing, broken));
        }

        // The daemon reads all lines of a plain file on loading, but those of a refile only when mail arrives.
        var empty = signing.HasPatterns ? null : signing.Unvalued.FirstOrDefault(line => !edited.Contains(line.Index));
        return empty is null ? null : FindingTable.SigningLineCrashes.With(Of(signing, empty));
    }

    private static (string Name, object? Value)[] Of(OpenDkimSigningTable signing, OpenDkimSigningLine line) =>
        [("source", signing.File.Source(signing.File.Lines[line.Index])), ("pattern", PrintableText.Clean(line.Pattern))];
}
