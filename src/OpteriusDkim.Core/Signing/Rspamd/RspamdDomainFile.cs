using System.Text;
using System.Text.RegularExpressions;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// The module's own file of domain blocks: <c>domain { }</c> with one line per domain. Comments and empty lines are kept.
/// If the file contains any other line, it isn't changed.
/// </summary>
internal sealed partial class RspamdDomainFile
{
    public const string Name = "opterius-dkim.conf";

    private const string Opening = "domain {";
    private const string Closing = "}";

    private static readonly string[] Beginning =
    [
        "# Written by OpteriusDkim: one line per domain, changed by Enable-DkimSigning and Disable-DkimSigning.",
        Opening,
        Closing,
    ];

    private readonly List<string> lines;

    private RspamdDomainFile(string path, ReadOnlyMemory<byte>? content, List<string> lines)
    {
        Path = path;
        Content = content;
        this.lines = lines;
    }

    public string Path { get; }

    /// <summary>The content that was read; null if the file is missing.</summary>
    public ReadOnlyMemory<byte>? Content { get; }

    /// <summary>The number of the first line that isn't in the module's format, or null.</summary>
    public int? ForeignLine { get; private init; }

    public IReadOnlyDictionary<DomainName, (int Line, IReadOnlyList<RspamdSignature> Signatures)> Domains { get; private init; } =
        new Dictionary<DomainName, (int, IReadOnlyList<RspamdSignature>)>();

    /// <summary>The signatures of a domain; empty if it has no line.</summary>
    public IReadOnlyList<RspamdSignature> SignaturesOf(DomainName domain) =>
        Domains.TryGetValue(domain, out var line) ? line.Signatures : [];

    /// <param name="content">Its bytes; null if it is missing.</param>
    public static RspamdDomainFile Of(string path, ReadOnlyMemory<byte>? content)
    {
        List<string> lines = content is { Length: > 0 } bytes ? [.. Encoding.Latin1.GetString(bytes.Span).Split('\n')] : [.. Beginning, ""];
        var domains = new Dictionary<DomainName, (int, IReadOnlyList<RspamdSignature>)>();
        int? foreign = null;
        var opened = false;
        var closed = false;
        for (var at = 0; at < lines.Count && foreign is null; at++)
        {
            var text = lines[at].Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            var block = Block().Match(text);
            if (opened && !closed && block.Success && DomainName.TryParse(block.Groups["domain"].Value, out var domain)
                && domain.Value == block.Groups["domain"].Value && !domains.ContainsKey(domain))
            {
                domains.Add(domain, (at + 1, [.. Signature().Matches(block.Groups["signatures"].Value)
                    .Select(match => new RspamdSignature(match.Groups["selector"].Value, match.Groups["path"].Value))]));
            }
            else if (text == Opening && !opened)
            {
                opened = true;
            }
            else if (text == Closing && opened && !closed)
            {
                closed = true;
            }
            else
            {
                foreign = at + 1;
            }
        }

        return new RspamdDomainFile(path, content, lines) { ForeignLine = foreign ?? (closed ? null : lines.Count), Domains = domains };
    }

    /// <summary>Whether a path can be written to the file: quotes, dollar signs and braces have a special meaning.</summary>
    public static bool CanContain(string path) => PlainPath().IsMatch(path);

    /// <summary>The content with changed signatures for some domains.</summary>
    /// <param name="changes">The signatures by domain; an empty list removes the line.</param>
    public byte[] With(IReadOnlyDictionary<DomainName, IReadOnlyList<RspamdSignature>> changes)
    {
        var changed = new List<string>();
        var owners = Domains.ToDictionary(domain => domain.Value.Line, domain => domain.Key);
        for (var at = 0; at < lines.Count; at++)
        {
            var owner = owners.GetValueOrDefault(at + 1);
            if (lines[at].Trim() == Closing)
            {
                changed.AddRange(changes.Where(change => change.Value.Count > 0 && !Domains.ContainsKey(change.Key)).Select(Line));
            }

            if (owner is null || !changes.TryGetValue(owner, out var signatures))
            {
                changed.Add(lines[at]);
            }
            else if (signatures.Count > 0)
            {
                changed.Add(signatures.SequenceEqual(Domains[owner].Signatures) ? lines[at] : Line(new(owner, signatures)));
            }
        }

        return Encoding.Latin1.GetBytes(string.Join('\n', changed));
    }

    private static string Line(KeyValuePair<DomainName, IReadOnlyList<RspamdSignature>> domain)
    {
        var signatures = domain.Value.Select(signature => $"{{ selector = \"{signature.Selector}\"; path = \"{signature.Path}\"; }}");
        return $"  \"{domain.Key}\" {{ selectors [ {string.Join(", ", signatures)} ] }}";
    }

    [GeneratedRegex(
        """^"(?<domain>[a-z0-9.\-]+)" \{ selectors \[ """
        + """(?<signatures>\{ selector = "[^"]+"; path = "[^"]+"; \}(?:, \{ selector = "[^"]+"; path = "[^"]+"; \})*) \] \}$""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Block();

    [GeneratedRegex("""\{ selector = "(?<selector>[^"]+)"; path = "(?<path>[^"]+)"; \}""", RegexOptions.CultureInvariant)]
    private static partial Regex Signature();

    [GeneratedRegex(@"^/[A-Za-z0-9/._@+~=,-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainPath();
}
