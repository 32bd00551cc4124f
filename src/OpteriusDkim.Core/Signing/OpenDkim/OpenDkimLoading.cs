namespace OpteriusDkim;

/// <summary>What makes OpenDKIM refuse its tables as a whole: it drops such a reload without a word, and doesn't start with them.</summary>
internal static class OpenDkimLoading
{
    /// <summary>Why it would not load these tables, or null.</summary>
    /// <param name="keys">The KeyTable.</param>
    /// <param name="signing">The SigningTable.</param>
    public static DkimFinding? ProblemOf(OpenDkimKeyTable keys, OpenDkimSigningTable signing)
    {
        if (signing.Broken.FirstOrDefault() is { } broken)
        {
            return FindingTable.PatternBroken.With(("source", SourceOf(signing, broken)), ("pattern", PrintableText.Clean(broken.Pattern)));
        }

        // Of a plain file each name is looked up when it is loaded; a refile isn't walked.
        var unknown = signing.HasPatterns ? null : signing.Lines.FirstOrDefault(line => !IsUsable(keys.Find(line.KeyName)));
        return unknown is null ? null : FindingTable.TableNotLoadable.With(
            ("source", SourceOf(signing, unknown)), ("name", PrintableText.Quote(unknown.KeyName)), ("table", keys.File.Path));
    }

    private static bool IsUsable(OpenDkimKey? key) =>
        key is { Domain.Length: > 0, Selector.Length: > 0, Data.Length: > 0 };

    private static string SourceOf(OpenDkimSigningTable table, OpenDkimSigningLine line) =>
        table.File.Source(table.File.Lines[line.Index]);
}
