using System.Text;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>A data set that is searched for names (Domain, InternalHosts). Case is ignored.</summary>
internal sealed class OpenDkimList
{
    private readonly HashSet<string> names;
    private readonly List<OpenDkimPattern> patterns;

    private OpenDkimList(IReadOnlyList<string> entries, bool hasPatterns)
    {
        Entries = entries;
        HasPatterns = hasPatterns;
        names = hasPatterns ? [] : entries.ToHashSet(StringComparer.OrdinalIgnoreCase);
        patterns = hasPatterns ? [.. entries.Select(entry => OpenDkimPattern.Parse(entry))] : [];
    }

    public bool HasPatterns { get; }

    /// <summary>The names or patterns in file order.</summary>
    public IReadOnlyList<string> Entries { get; }

    /// <summary>Reads a directive's data set.</summary>
    /// <param name="folder">The base directory for relative paths.</param>
    /// <returns>The list; null if its type isn't supported or its file is missing.</returns>
    /// <exception cref="InaccessibleException">The file can't be read.</exception>
    public static OpenDkimList? Read(string value, string folder)
    {
        var set = OpenDkimDataSet.Parse(value, folder);
        return set.IsReadable && TableOf(set) is { Content: not null } table
            ? new OpenDkimList(
                [
                    .. Enumerable.Range(0, table.Lines.Count).Select(index => OpenDkimField.Text(table.FieldOf(index, set.HasPatterns).Key))
                        .Where(entry => entry.Length > 0),
                ],
                set.HasPatterns)
            : null;
    }

    /// <summary>The entries of a readable data set, one per line.</summary>
    /// <exception cref="InaccessibleException">The file can't be read.</exception>
    public static OpenDkimTableFile TableOf(OpenDkimDataSet set) => set.IsText
        ? OpenDkimTableFile.Of(set.Path, set.Path.Length == 0 ? null : SignerFiles.ReadBytes(set.Path))
        : OpenDkimTableFile.Of("", Encoding.Latin1.GetBytes(string.Concat(set.Path.Split(',').Select(LineOf))));

    public bool Contains(string name) => names.Contains(name) || patterns.Exists(pattern => pattern.IsMatch(name));

    /// <summary>The entry that matches a name, or null.</summary>
    public string? EntryFor(string name) => !Contains(name) ? null
        : patterns.Find(pattern => pattern.IsMatch(name))?.Text
            ?? Entries.First(entry => entry.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Converts an entry <c>key=value</c> of a list to a file line. Spaces in a key become underscores, so that it still matches nothing.
    /// </summary>
    private static string LineOf(string entry)
    {
        var parts = entry.Split('=', 2);
        var key = string.Join('_', parts[0].Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        return $"{key}{(parts.Length > 1 ? " " + parts[1].Trim() : "")}\n";
    }
}
