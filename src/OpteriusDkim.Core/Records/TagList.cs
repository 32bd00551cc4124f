using System.Buffers;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Records;

/// <summary>
/// A tag list (RFC 6376 3.2): <c>tag=value</c> separated by semicolons, the last of which is optional. It is read
/// as far as possible; each kind of syntax that a strict reader would refuse is one finding.
/// </summary>
internal sealed class TagList
{
    private static readonly char[] WhiteSpace = [' ', '\t', '\r', '\n'];

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    // A record has at most six meaningful tags: searching a short list is faster than building a table.
    private const int Few = 12;

    private readonly List<RecordTag> tags = [];
    private readonly List<DkimFinding> findings = [];
    private HashSet<string>? names;

    public IReadOnlyList<RecordTag> Tags => tags;

    public IReadOnlyList<DkimFinding> Findings => findings;

    /// <summary>The first value of a tag, or null.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var tag in tags)
            {
                if (tag.Name == name)
                {
                    return tag.Value;
                }
            }

            return null;
        }
    }

    public static TagList Parse(string text)
    {
        var list = new TagList();
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf(';');
            var part = (end < 0 ? rest : rest[..end]).Trim(WhiteSpace);
            var isLast = end < 0;
            if (!part.IsEmpty)
            {
                list.Add(part);
            }
            else if (!isLast)
            {
                list.Report(FindingTable.StraySemicolon);
            }
            else if (list.tags.Count > 0)
            {
                list.Report(FindingTable.SpaceAfterLastSemicolon);
            }

            rest = isLast ? [] : rest[(end + 1)..];
        }

        return list;
    }

    private void Add(ReadOnlySpan<char> part)
    {
        var equals = part.IndexOf('=');
        var name = equals < 0 ? [] : part[..equals].TrimEnd(WhiteSpace);
        if (name.IsEmpty || !char.IsAsciiLetter(name[0]) || name.ContainsAnyExcept(NameCharacters))
        {
            if (!HasTold(FindingTable.NotATagList))
            {
                findings.Add(FindingTable.NotATagList.With(("part", PrintableText.Quote(part.ToString()))));
            }

            return;
        }

        if (name.Length < equals && !HasTold(FindingTable.SpaceAroundEquals))
        {
            findings.Add(FindingTable.SpaceAroundEquals.With(("tag", PrintableText.Shorten(name.ToString()))));
        }

        Add(new RecordTag(NameOf(name), part[(equals + 1)..].TrimStart(WhiteSpace).ToString()));
    }

    private void Add(RecordTag tag)
    {
        if (!IsNew(tag.Name) && !HasTold(FindingTable.RepeatedTag))
        {
            findings.Add(FindingTable.RepeatedTag.With(("tag", PrintableText.Shorten(tag.Name))));
        }

        tags.Add(tag);
    }

    private bool IsNew(string name)
    {
        if (tags.Count < Few)
        {
            return this[name] is null;
        }

        names ??= new HashSet<string>(tags.Select(tag => tag.Name), StringComparer.Ordinal);
        return names.Add(name);
    }

    private void Report(FindingRule rule)
    {
        if (!HasTold(rule))
        {
            findings.Add(rule.With());
        }
    }

    private bool HasTold(FindingRule rule)
    {
        foreach (var finding in findings)
        {
            if (finding.Code == rule.Code)
            {
                return true;
            }
        }

        return false;
    }

    private static string NameOf(ReadOnlySpan<char> name) => name switch
    {
        "v" => "v",
        "k" => "k",
        "p" => "p",
        "h" => "h",
        "s" => "s",
        "t" => "t",
        "n" => "n",
        _ => name.ToString(),
    };
}
