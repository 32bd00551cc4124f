using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>A SigningTable and its lines for a domain. Lines are parsed on demand.</summary>
internal sealed class OpenDkimSigningTable
{
    private readonly LineIndex byHost;
    private readonly Lazy<LineIndex> byKeyName;
    private readonly List<(OpenDkimSigningLine Line, OpenDkimPattern Pattern)> others = [];
    private readonly List<int> ignored = [];
    private readonly List<int> unvalued = [];

    public OpenDkimSigningTable(OpenDkimTableFile file, bool hasPatterns)
    {
        File = file;
        HasPatterns = hasPatterns;
        byHost = new LineIndex(file.Lines.Count);
        byKeyName = new Lazy<LineIndex>(() => file.IndexBy(hasPatterns, field => OpenDkimSigningLine.KeyNameIn(field.Value)));
        for (var index = 0; index < file.Lines.Count; index++)
        {
            Add(index);
        }
    }

    public OpenDkimTableFile File { get; }

    public string SourceOf(OpenDkimSigningLine line) => File.Source(File.Lines[line.Index]);

    /// <summary>Whether it is a refile, whose patterns match in file order. Otherwise the most specific name applies.</summary>
    public bool HasPatterns { get; }

    public IEnumerable<OpenDkimSigningLine> Lines =>
        Enumerable.Range(0, File.Lines.Count).Where(index => !File.FieldOf(index, HasPatterns).IsNone).Select(Read);

    /// <summary>Indented lines with content, which the daemon skips.</summary>
    public IReadOnlyList<int> Ignored => ignored;

    /// <summary>Lines with nothing after the pattern, not even a space.</summary>
    public IEnumerable<OpenDkimSigningLine> Unvalued => unvalued.Select(Read);

    /// <summary>Whether the table has a line whose key name is the sender's domain.</summary>
    public bool HasTemplate { get; private set; }

    /// <summary>Patterns that the daemon can't compile.</summary>
    public IEnumerable<OpenDkimSigningLine> Broken =>
        HasPatterns ? others.Where(other => other.Pattern.IsBroken).Select(other => other.Line) : [];

    public bool MatchesAll(OpenDkimSigningLine line) => line.Kind == OpenDkimPatternKind.Other
        && (HasPatterns ? OpenDkimPattern.Parse(line.Pattern).CoversDomain("\u0002.\u0003") : line.Pattern == "*");

    /// <summary>The lines for a domain or for its subdomains.</summary>
    public IEnumerable<OpenDkimSigningLine> Naming(DomainName domain) => byHost.Candidates(domain.Value).Select(Read)
        .Where(line => line.Kind is OpenDkimPatternKind.Domain or OpenDkimPatternKind.Subdomains
            && DomainName.TryParse(line.Host, out var named) && named == domain);

    /// <summary>The number of lines that name a key.</summary>
    public int CountOf(string name) => byKeyName.Value.Candidates(name).Count(index => Read(index).KeyName == name);

    /// <summary>The lines for a domain, in exactly this spelling, or for its subdomains.</summary>
    public IEnumerable<OpenDkimSigningLine> OwnLines(DomainName domain) => OfHost(domain.Value)
        .Where(line => line.Kind is OpenDkimPatternKind.Domain or OpenDkimPatternKind.Subdomains);

    /// <summary>The lines that match every address of a domain, in order of precedence.</summary>
    public IEnumerable<OpenDkimSigningLine> Covering(DomainName domain) => HasPatterns
        ? Sorted(
            OfHost(domain.Value).Where(line => line.Kind == OpenDkimPatternKind.Domain),
            Parents(domain.Value).SelectMany(parent => OfHost(parent)).Where(line => line.Kind == OpenDkimPatternKind.Subdomains),
            others.Where(other => other.Pattern.CoversDomain(domain.Value)).Select(other => other.Line))
        :
        [
            .. OfHost(domain.Value).Where(line => line.Kind == OpenDkimPatternKind.Domain).Take(1),
            .. Parents(domain.Value).SelectMany(
                parent => OfHost(parent).Where(line => line.Kind == OpenDkimPatternKind.Subdomains).Take(1)),
            .. others.Select(other => other.Line).Where(line => line.Pattern == "*").Take(1),
        ];

    /// <summary>The lines that match every address of all subdomains, in order of precedence.</summary>
    public IEnumerable<OpenDkimSigningLine> CoveringBelow(DomainName domain) => HasPatterns
        ? Sorted(
            OfHost(domain.Value).Where(line => line.Kind == OpenDkimPatternKind.Subdomains),
            Parents(domain.Value).SelectMany(parent => OfHost(parent)).Where(line => line.Kind == OpenDkimPatternKind.Subdomains),
            others.Where(other => other.Pattern.CoversSubdomains(domain.Value)).Select(other => other.Line))
        : Covering(domain).Where(line => line.Kind != OpenDkimPatternKind.Domain)
            .Prepend(OfHost(domain.Value).FirstOrDefault(line => line.Kind == OpenDkimPatternKind.Subdomains))
            .OfType<OpenDkimSigningLine>();

    /// <summary>The lines that match some addresses of a domain, but not all.</summary>
    public IEnumerable<OpenDkimSigningLine> MatchingSome(DomainName domain) => HasPatterns
        ? Sorted(
            OfHost(domain.Value).Where(line => line.Kind == OpenDkimPatternKind.User),
            others.Where(other => other.Pattern.MayMatch(domain.Value) && !other.Pattern.CoversDomain(domain.Value))
                .Select(other => other.Line))
        :
        [
            .. OfHost(domain.Value).Where(line => line.Kind == OpenDkimPatternKind.User),
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

    private IEnumerable<OpenDkimSigningLine> OfHost(string host) => byHost.Candidates(host).Select(Read)
        .Where(line => line.Kind != OpenDkimPatternKind.Other && line.Host == host);

    private OpenDkimSigningLine Read(int index) => OpenDkimSigningLine.Of(index, File.FieldOf(index, HasPatterns), HasPatterns);

    private void Add(int index)
    {
        var field = File.FieldOf(index, HasPatterns);
        if (field.IsNone)
        {
            AddIgnored(index);
            return;
        }

        if (OpenDkimSigningLine.KindOf(field.Key, HasPatterns, out var host) == OpenDkimPatternKind.Other)
        {
            var line = Read(index);
            others.Add((line, OpenDkimPattern.Parse(line.Pattern)));
        }
        else
        {
            // A final dot is ignored.
            byHost.Add(index, host.TrimEnd((byte)'.'));
        }

        if (!field.HasValue)
        {
            unvalued.Add(index);
        }

        HasTemplate |= OpenDkimSigningLine.KeyNameIn(field.Value) is [(byte)'%'];
    }

    private void AddIgnored(int index)
    {
        if (!OpenDkimField.IsBlank(File.Text(File.Lines[index])))
        {
            ignored.Add(index);
        }
    }
}
