using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>A KeyTable. The first entry of a name applies. Entries are parsed on demand.</summary>
internal sealed class OpenDkimKeyTable
{
    private readonly Lazy<LineIndex> byName;
    private readonly Lazy<LineIndex> byDomain;
    private readonly Lazy<IReadOnlyList<(OpenDkimKey Key, OpenDkimPattern Pattern)>> patterns;

    public OpenDkimKeyTable(OpenDkimTableFile file, bool hasPatterns)
    {
        File = file;
        HasPatterns = hasPatterns;
        byName = new Lazy<LineIndex>(() => file.IndexBy(hasPatterns, field => field.Key));
        byDomain = new Lazy<LineIndex>(() => file.IndexBy(hasPatterns, field => OpenDkimKey.DomainIn(field.Value)));
        patterns = new Lazy<IReadOnlyList<(OpenDkimKey, OpenDkimPattern)>>(() =>
            [.. Keys.Select(key => (key, OpenDkimPattern.Parse(key.Name, ignoresCase: false)))]);
    }

    public OpenDkimTableFile File { get; }

    /// <summary>Whether it is a refile, whose names are patterns. opendkim-testkey can't read it.</summary>
    public bool HasPatterns { get; }

    public IEnumerable<OpenDkimKey> Keys => Enumerable.Range(0, File.Lines.Count).Select(Read).OfType<OpenDkimKey>();

    /// <summary>The entry that applies to a name, or null.</summary>
    public OpenDkimKey? Find(string name) => HasPatterns
        ? patterns.Value.FirstOrDefault(entry => entry.Pattern.IsMatch(name)).Key
        : FindAll(name).FirstOrDefault();

    public IEnumerable<OpenDkimKey> FindAll(string name) => byName.Value.Candidates(name).Select(Read).OfType<OpenDkimKey>()
        .Where(key => key.Name == name);

    public IEnumerable<OpenDkimKey> OfDomain(DomainName domain) => byDomain.Value.Candidates(domain.Value).Select(Read)
        .OfType<OpenDkimKey>()
        .Where(key => domain.Value.Equals(key.Domain, StringComparison.OrdinalIgnoreCase));

    public string SourceOf(OpenDkimKey key) => File.Source(File.Lines[key.Index]);

    private OpenDkimKey? Read(int index)
    {
        var field = File.FieldOf(index, HasPatterns);
        return field.IsNone ? null : OpenDkimKey.Of(index, field);
    }
}
