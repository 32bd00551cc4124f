using System.Buffers;

namespace OpteriusDkim;

/// <summary>
/// A tag list (RFC 6376 3.2): <c>tag=value</c> parted by semicolons, the last of which may be left out. It is read
/// as far as it can be; what a strict reader would refuse is a finding.
/// </summary>
internal sealed class TagList
{
    private static readonly char[] WhiteSpace = [' ', '\t', '\r', '\n'];

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    // VALCHAR and FWS.
    private static readonly SearchValues<char> ValueCharacters =
        SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code), .. WhiteSpace]);

    private readonly List<RecordTag> tags = [];
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly List<DkimFinding> findings = [];

    public IReadOnlyList<RecordTag> Tags => tags;

    public IReadOnlyList<DkimFinding> Findings => findings;

    /// <summary>The first value of a tag, or null.</summary>
    public string? this[string name] => values.GetValueOrDefault(name);

    public static TagList Parse(string text)
    {
        var list = new TagList();
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf(';');
            var part = (end < 0 ? rest : rest[..end]).Trim(WhiteSpace);
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (!part.IsEmpty || rest.ContainsAnyExcept(WhiteSpace))
            {
                list.Add(part);
            }
        }

        return list;
    }

    private void Add(ReadOnlySpan<char> part)
    {
        var equals = part.IndexOf('=');
        var name = equals < 0 ? [] : part[..equals].TrimEnd(WhiteSpace);
        if (name.IsEmpty || !char.IsAsciiLetter(name[0]) || name.ContainsAnyExcept(NameCharacters))
        {
            findings.Add(FindingTable.NotATagList.With(("part", PrintableText.Quote(part.ToString()))));
            return;
        }

        var value = part[(equals + 1)..].TrimStart(WhiteSpace);
        if (value.ContainsAnyExcept(ValueCharacters))
        {
            findings.Add(FindingTable.NotATagList.With(("part", PrintableText.Quote(part.ToString()))));
        }

        var tag = new RecordTag(name.ToString(), value.ToString());
        if (!values.TryAdd(tag.Name, tag.Value))
        {
            findings.Add(FindingTable.RepeatedTag.With(("tag", tag.Name)));
        }

        tags.Add(tag);
    }
}
