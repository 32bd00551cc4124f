using System.Text;
using System.Text.RegularExpressions;

namespace OpteriusDkim.Packaging;

/// <summary>A page for man(1), in the macros of man(7).</summary>
/// <param name="name">The page's name.</param>
/// <param name="section">The manual's section.</param>
/// <param name="version">Shown in the footer.</param>
internal sealed partial class ManualPage(string name, int section, string version)
{
    private readonly StringBuilder text = new();

    private bool isCode;

    private bool isSynopsis;

    /// <summary>Makes a page from one of docs/cmdlets, which are generated from the help.</summary>
    public string FromMarkdown(string markdown)
    {
        var lines = markdown.ReplaceLineEndings("\n").Split('\n').Skip(1).SkipWhile(line => line.Length == 0).ToArray();
        Begin(Plain(lines[0]));
        foreach (var line in lines.Skip(1))
        {
            Append(line);
        }

        return text.ToString();
    }

    /// <summary>Makes a page from a help topic: its short description is the summary, and its headings have no indentation.</summary>
    public string FromTopic(string topic)
    {
        var sections = SectionBreak.Split(topic.ReplaceLineEndings("\n").TrimEnd() + "\n");
        var summary = sections.First(section => section.StartsWith("SHORT DESCRIPTION", StringComparison.Ordinal));
        Begin(string.Join(' ', summary.Split('\n').Skip(1).Select(line => line.Trim())).Trim().TrimEnd('.'));
        foreach (var section in sections.Where(section => !section.StartsWith("TOPIC", StringComparison.Ordinal) && section != summary))
        {
            AppendSection(section.Replace("LONG DESCRIPTION", "DESCRIPTION", StringComparison.Ordinal));
        }

        return text.ToString();
    }

    /// <summary>Makes a page from what a command shows with --help. Headings have no indentation and end with a colon.</summary>
    /// <param name="summary">One line for the NAME section.</param>
    public string FromUsage(string summary, string usage)
    {
        Begin(summary);
        var synopsis = usage.ReplaceLineEndings("\n").Replace("Usage: ", "SYNOPSIS:\n       ", StringComparison.Ordinal);
        foreach (var section in SectionBreak.Split(synopsis.TrimEnd() + "\n"))
        {
            AppendSection(section);
        }

        return text.ToString();
    }

    private void AppendSection(string section)
    {
        var lines = section.TrimEnd().Split('\n');
        var body = lines.Skip(1).SkipWhile(line => line.Length == 0).ToArray();
        var indent = body.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        text.Append($".SH {Escaped(lines[0].TrimEnd(':').ToUpperInvariant())}\n.nf\n");
        text.AppendJoin('\n', body.Select(line => Line(line.Length > indent ? line[indent..] : ""))).Append("\n.fi\n");
    }

    private void Begin(string summary)
    {
        text.Clear();
        isCode = isSynopsis = false;
        text.Append($".TH \"{name}\" {section} \"\" \"opterius-dkim {version}\" \"OpteriusDkim\"\n.nh\n.ad l\n");
        text.Append($".SH NAME\n{Escaped(name)} \\- {Escaped(summary)}\n");
    }

    private void Append(string line)
    {
        if (line.StartsWith("```", StringComparison.Ordinal))
        {
            if (isCode)
            {
                EndCode();
            }
            else
            {
                BeginCode();
            }
        }
        else if (isCode)
        {
            // A long synopsis is filled, with a paragraph for each form.
            text.Append(isSynopsis ? ".PP\n" : "").Append(Line(line)).Append('\n');
        }
        else
        {
            isSynopsis = line == "## Syntax" || (isSynopsis && !line.StartsWith('#'));
            text.Append(Block(line == "## Syntax" ? "## Synopsis" : line));
        }
    }

    private static string Block(string line) => line switch
    {
        "" => "",
        ['#', '#', '#', ' ', .. var heading] => $".SS {Escaped(Plain(heading))}\n",
        ['#', '#', ' ', .. var heading] => $".SH {Escaped(Plain(heading).ToUpperInvariant())}\n",
        ['-', ' ', .. var item] => $".IP \\(bu 2\n{Line(Plain(item))}\n",
        _ => $".PP\n{Line(Plain(line))}\n",
    };

    private void BeginCode()
    {
        text.Append(isSynopsis ? "" : ".PP\n.RS 4\n.nf\n");
        isCode = true;
    }

    private void EndCode()
    {
        text.Append(isSynopsis ? "" : ".fi\n.RE\n");
        isCode = false;
    }

    /// <summary>A line of text; one that begins with a dot would be a request.</summary>
    private static string Line(string line) => (line is ['.', ..] ? "\\&" : "") + Escaped(line);

    private static string Escaped(string line) => line.Replace("\\", "\\e", StringComparison.Ordinal)
        .Replace("-", "\\-", StringComparison.Ordinal)
        .Replace("'", "\\(aq", StringComparison.Ordinal)
        .Replace("`", "\\(ga", StringComparison.Ordinal)
        .Replace("^", "\\(ha", StringComparison.Ordinal)
        .Replace("~", "\\(ti", StringComparison.Ordinal);

    /// <summary>Without Markdown's links and escapes.</summary>
    private static string Plain(string line) => Escape.Replace(Link.Replace(line, "$1"), "$1");

    [GeneratedRegex(@"(?<=\n)(?=\S)")]
    private static partial Regex SectionBreak { get; }

    [GeneratedRegex(@"(?<!\\)\[((?:[^\]\\]|\\.)*)\]\([^)]*\)")]
    private static partial Regex Link { get; }

    [GeneratedRegex(@"\\([<>*_|\[\]`\\])")]
    private static partial Regex Escape { get; }
}
