using System.Text;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>A data set that is asked for names, such as Domain or InternalHosts; upper and lower case are the same.</summary>
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

    /// <summary>Whether its entries are patterns.</summary>
    public bool HasPatterns { get; }

    /// <summary>The names or patterns in their order.</summary>
    public IReadOnlyList<string> Entries { get; }

    /// <summary>Reads the data set of a directive.</summary>
    /// <param name="folder">What relative paths are relative to.</param>
    /// <returns>The list; null where it is of a type that can't be read here, or its file isn't there.</returns>
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

    /// <summary>The entries of a data set that can be read, one a line.</summary>
    /// <exception cref="InaccessibleException">The file can't be read.</exception>
    public static OpenDkimTableFile TableOf(OpenDkimDataSet set) => set.IsText
        ? OpenDkimTableFile.Of(set.Path, set.Path.Length == 0 ? null : SignerFiles.ReadBytes(set.Path))
        : OpenDkimTableFile.Of("", Encoding.Latin1.GetBytes(string.Concat(set.Path.Split(',').Select(LineOf))));

    /// <summary>Whether a name is in it.</summary>
    public bool Contains(string name) => names.Contains(name) || patterns.Exists(pattern => pattern.IsMatch(name));

    /// <summary>The entry that takes a name, or null.</summary>
    public string? EntryFor(string name) => !Contains(name) ? null
        : patterns.Find(pattern => pattern.IsMatch(name))?.Text
            ?? Entries.First(entry => entry.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// An entry <c>key=value</c> of a list as a line of a file. A key with a space in it is no name of anything, and stays none.
    /// </summary>
    private static string LineOf(string entry)
    {
        var parts = entry.Split('=', 2);
        var key = string.Join('_', parts[0].Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        return $"{key}{(parts.Length > 1 ? " " + parts[1].Trim() : "")}\n";
    }
}
