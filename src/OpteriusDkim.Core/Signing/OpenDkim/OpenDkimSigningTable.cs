namespace OpteriusDkim;

/// <summary>A SigningTable, and which of its lines decide about a domain.</summary>
internal sealed class OpenDkimSigningTable
{
    private readonly ILookup<string, OpenDkimSigningLine> byHost;
    private readonly List<(OpenDkimSigningLine Line, OpenDkimPattern Pattern)> others;

    public OpenDkimSigningTable(OpenDkimTableFile file, bool hasPatterns)
    {
        File = file;
        HasPatterns = hasPatterns;
        (Lines, Ignored) = Read(file, hasPatterns);
        byHost = Lines.Where(line => line.Kind != OpenDkimPatternKind.Other).ToLookup(line => line.Host, StringComparer.Ordinal);
        others = [.. Lines.Where(line => line.Kind == OpenDkimPatternKind.Other).Select(line => (line, OpenDkimPattern.Parse(line.Pattern)))];
    }

    public OpenDkimTableFile File { get; }

    /// <summary>Whether it is a refile: patterns in their order; else names, looked up from the most specific on.</summary>
    public bool HasPatterns { get; }

    public IReadOnlyList<OpenDkimSigningLine> Lines { get; }

    /// <summary>Lines that hold something and that the daemon skips, since they are indented.</summary>
    public IReadOnlyList<int> Ignored { get; }

    /// <summary>Patterns that the daemon can't compile.</summary>
    public IEnumerable<OpenDkimSigningLine> Broken => HasPatterns ? others.Where(other => other.Pattern.IsBroken).Select(other => other.Line) : [];

    /// <summary>The lines of exactly this domain, and those of everything below it.</summary>
    public IEnumerable<OpenDkimSigningLine> OwnLines(DomainName domain) => byHost[domain.Value]
        .Where(line => line.Kind is OpenDkimPatternKind.Domain or OpenDkimPatternKind.Subdomains);

    /// <summary>The lines that take every address of a domain, the one that decides first.</summary>
    public IEnumerable<OpenDkimSigningLine> Covering(DomainName domain) => HasPatterns
        ? Sorted(
            byHost[domain.Value].Where(line => line.Kind == OpenDkimPatternKind.Domain),
            Parents(domain.Value).SelectMany(parent => byHost[parent]).Where(line => line.Kind == OpenDkimPatternKind.Subdomains),
            others.Where(other => other.Pattern.CoversDomain(domain.Value)).Select(other => other.Line))
        :
        [
            .. byHost[domain.Value].Where(line => line.Kind == OpenDkimPatternKind.Domain).Take(1),
            .. Parents(domain.Value).SelectMany(parent => byHost[parent].Where(line => line.Kind == OpenDkimPatternKind.Subdomains).Take(1)),
            .. others.Select(other => other.Line).Where(line => line.Pattern == "*").Take(1),
        ];

    /// <summary>The lines that take every address below a domain, the one that decides first.</summary>
    public IEnumerable<OpenDkimSigningLine> CoveringBelow(DomainName domain) => HasPatterns
        ? Sorted(
            byHost[domain.Value].Where(line => line.Kind == OpenDkimPatternKind.Subdomains),
            Parents(domain.Value).SelectMany(parent => byHost[parent]).Where(line => line.Kind == OpenDkimPatternKind.Subdomains),
            others.Where(other => other.Pattern.CoversSubdomains(domain.Value)).Select(other => other.Line))
        : Covering(domain).Where(line => line.Kind != OpenDkimPatternKind.Domain)
            .Prepend(byHost[domain.Value].FirstOrDefault(line => line.Kind == OpenDkimPatternKind.Subdomains)).OfType<OpenDkimSigningLine>();

    /// <summary>The lines that take some addresses of a domain, and not all.</summary>
    public IEnumerable<OpenDkimSigningLine> Touching(DomainName domain) => HasPatterns
        ? Sorted(
            byHost[domain.Value].Where(line => line.Kind == OpenDkimPatternKind.User),
            others.Where(other => other.Pattern.Touches(domain.Value) && !other.Pattern.CoversDomain(domain.Value)).Select(other => other.Line))
        :
        [
            .. byHost[domain.Value].Where(line => line.Kind == OpenDkimPatternKind.User),
            .. others.Select(other => other.Line).Where(line => IsUserOf(line.Pattern.ToLowerInvariant(), domain.Value)),
        ];

    private static bool IsUserOf(string name, string domain)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && (name[(at + 1)..] == "*"
            || Parents(domain).Any(parent => name.AsSpan(at + 1).SequenceEqual("." + parent)));
    }

    private static IEnumerable<string> Parents(string domain)
    {
        for (var dot = domain.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = domain.IndexOf('.', dot + 1))
        {
            yield return domain[(dot + 1)..];
        }
    }

    private static IEnumerable<OpenDkimSigningLine> Sorted(params IEnumerable<OpenDkimSigningLine>[] lines) =>
        lines.SelectMany(some => some).OrderBy(line => line.Index);

    private static (List<OpenDkimSigningLine> Lines, List<int> Ignored) Read(OpenDkimTableFile file, bool hasPatterns)
    {
        var lines = new List<OpenDkimSigningLine>(file.Lines.Count);
        var ignored = new List<int>();
        for (var index = 0; index < file.Lines.Count; index++)
        {
            var text = file.Text(file.Lines[index]);
            if ((hasPatterns ? OpenDkimField.OfRefile(text) : OpenDkimField.OfFile(text)) is ({ } pattern, var value))
            {
                lines.Add(OpenDkimSigningLine.Of(index, pattern, value, hasPatterns));
            }
            else if (!OpenDkimField.IsBlank(text))
            {
                ignored.Add(index);
            }
        }

        return (lines, ignored);
    }
}
