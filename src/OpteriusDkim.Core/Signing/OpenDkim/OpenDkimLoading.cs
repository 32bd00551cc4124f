namespace OpteriusDkim;

/// <summary>
/// What makes OpenDKIM refuse its tables as a whole: it drops such a reload without a word, and doesn't start with them.
/// A name that the KeyTable doesn't have is no such thing, whatever the type of the table.
/// </summary>
internal static class OpenDkimLoading
{
    /// <summary>Why it would not load a SigningTable, or null.</summary>
    /// <param name="signing">The table.</param>
    public static DkimFinding? ProblemOf(OpenDkimSigningTable signing) => signing.Broken.FirstOrDefault() is { } broken
        ? FindingTable.PatternBroken.With(
            ("source", signing.File.Source(signing.File.Lines[broken.Index])), ("pattern", PrintableText.Clean(broken.Pattern)))
        : null;
}
