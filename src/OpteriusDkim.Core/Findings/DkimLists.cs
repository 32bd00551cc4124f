namespace OpteriusDkim.Findings;

/// <summary>Makes the lists of output objects.</summary>
internal static class DkimLists
{
    /// <summary>A list without items.</summary>
    public static DkimList<T> Empty<T>() => Array.Empty<T>().ToDkimList();

    /// <summary>A copy whose text separates the items: words by commas, objects by semicolons.</summary>
    public static DkimList<T> ToDkimList<T>(this IEnumerable<T> items) =>
        new(items, list => string.Join(typeof(T) == typeof(string) ? ", " : "; ", list));

    /// <summary>The same for sentences.</summary>
    public static DkimList<string> ToNoteList(this IEnumerable<string> sentences) => new(sentences, list => string.Join(' ', list));

    /// <summary>The codes of findings as one text, for tables and CSV files.</summary>
    public static string Codes(this IEnumerable<DkimFinding> findings) =>
        string.Join(", ", findings.Select(finding => finding.Code).Distinct());
}
