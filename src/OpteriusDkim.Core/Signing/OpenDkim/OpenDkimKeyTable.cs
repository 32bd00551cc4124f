namespace OpteriusDkim;

/// <summary>A KeyTable; of several entries of one name the first counts.</summary>
internal sealed class OpenDkimKeyTable
{
    private readonly ILookup<string, OpenDkimKey> byName;
    private readonly Lazy<ILookup<string, OpenDkimKey>> byDomain;

    public OpenDkimKeyTable(OpenDkimTableFile file, bool hasPatterns)
    {
        File = file;
        HasPatterns = hasPatterns;
        Keys = Read(file, hasPatterns);
        byName = Keys.ToLookup(key => key.Name, StringComparer.Ordinal);
        byDomain = new Lazy<ILookup<string, OpenDkimKey>>(() => Keys.ToLookup(key => key.Domain, StringComparer.OrdinalIgnoreCase));
    }

    public OpenDkimTableFile File { get; }

    /// <summary>Whether it is a refile, which opendkim-testkey can't read.</summary>
    public bool HasPatterns { get; }

    public IReadOnlyList<OpenDkimKey> Keys { get; }

    /// <summary>The entry that a name leads to, or null.</summary>
    public OpenDkimKey? Find(string name) => byName[name].FirstOrDefault();

    /// <summary>All entries of a name.</summary>
    public IEnumerable<OpenDkimKey> FindAll(string name) => byName[name];

    /// <summary>All entries of a signing domain.</summary>
    public IEnumerable<OpenDkimKey> OfDomain(DomainName domain) => byDomain.Value[domain.Value];

    private static List<OpenDkimKey> Read(OpenDkimTableFile file, bool hasPatterns)
    {
        var keys = new List<OpenDkimKey>(file.Lines.Count);
        for (var index = 0; index < file.Lines.Count; index++)
        {
            var text = file.Text(file.Lines[index]);
            if ((hasPatterns ? OpenDkimField.OfRefile(text) : OpenDkimField.OfFile(text)) is ({ } name, var value))
            {
                keys.Add(OpenDkimKey.Of(name, index, value ?? ""));
            }
        }

        return keys;
    }
}
