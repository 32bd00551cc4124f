using System.Buffers;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Records.Text;

/// <summary>
/// Finds TXT records in lines of any common form: bare values, the output of dig, host, nslookup and delv, and zone
/// files (RFC 1035 5.1) with parentheses over several lines, comments and escapes. A line is a record, unless
/// an open parenthesis, or nslookup's lone <c>text =</c>, continues it. It buffers at most one record.
/// </summary>
internal sealed class RecordLines
{
    /// <summary>
    /// The maximum number of characters of one record: a TXT record has 65,535 octets, each up to four characters as an escape.
    /// </summary>
    public const int Longest = 400_000;

    private static readonly SearchValues<char> NoNames = SearchValues.Create(" \t\";()$");

    private readonly ZoneLine line = new();
    private string? owner;
    private bool listFollows;
    private int number;

    /// <summary>
    /// Whether several texts are the parts of one value: none is a line of a zone file or a tool, and none but the first begins a value.
    /// </summary>
    /// <param name="texts">The texts.</param>
    public static bool AreStrings(IReadOnlyList<string> texts) =>
        texts.Count > 1
        && !texts.Any(IsLine)
        && !texts.Skip(1).Any(text => text.TrimStart().StartsWith("v=DKIM", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a text is a line of a zone file or of a tool, and not a value or a part of one.</summary>
    internal static bool IsLine(string text)
    {
        if (IsBareValue(text) || string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        var line = new ZoneLine();
        line.Scan(text);
        if (line.Words.Count == 0 || line.Words[0] is { IsQuoted: false, Text: ['$', ..] })
        {
            return true;
        }

        _ = line.DataStart(out var isTxt);
        return isTxt || line.IsOther;
    }

    /// <summary>Reads the next line.</summary>
    /// <param name="text">The line, without its end.</param>
    /// <returns>The records that it completes: none, one, or two if it ends a list and is a record itself.</returns>
    /// <exception cref="InvalidInputException">A quotation mark isn't closed, or there is no end of it; the line is passed
    /// over.</exception>
    public IEnumerable<RecordText> Add(string text)
    {
        number++;
        text = WithoutShellQuotes(text);
        if (listFollows && (text.TrimStart() is ['"', ..] || (line.Words.Count == 0 && string.IsNullOrWhiteSpace(text))))
        {
            line.Scan(text);
            Check(null);
            return [];
        }

        RecordText?[] completed = [Finish(listOnly: true), Read(text)];
        return completed.OfType<RecordText>();
    }

    /// <summary>A value as a shell argument without its single quotation marks, as Get-DkimRecord shows it for pdnsutil.</summary>
    private static string WithoutShellQuotes(string text) =>
        text.Trim() is ['\'', '"', .., '"', '\''] argument ? argument[1..^1] : text;

    private RecordText? Read(string text)
    {
        if (!line.IsOpen && IsBareValue(text))
        {
            return new RecordText(null, text);
        }

        line.Scan(text);
        return Check(line.IsOpen ? null : Complete());
    }

    /// <summary>Ends the input.</summary>
    /// <returns>The record that it completes, or null.</returns>
    /// <exception cref="InvalidInputException">A parenthesis isn't closed.</exception>
    public RecordText? Finish() => Finish(listOnly: false);

    private RecordText? Finish(bool listOnly)
    {
        if (listFollows)
        {
            listFollows = false;
            return EndList();
        }

        if (line.IsOpen && !listOnly)
        {
            line.Clear();
            throw Broken("a parenthesis is not closed");
        }

        return null;
    }

    private RecordText? EndList()
    {
        var record = new RecordText(owner, string.Concat(line.Words.Select(word => word.Text)));
        var any = line.Words.Count > 0;
        line.Clear();
        return any ? record : null;
    }

    private RecordText? Check(RecordText? record)
    {
        var problem = line switch
        {
            { IsUnclosed: true } => "a quotation mark is not closed",
            { Length: > Longest } => "it is longer than a record can be",
            _ => null,
        };
        if (problem is not null)
        {
            line.Clear();
            listFollows = false;
            throw Broken(problem);
        }

        if (!line.IsOpen && !listFollows)
        {
            line.Clear();
        }

        return record;
    }

    private InvalidInputException Broken(string problem) =>
        new(FindingTable.RecordTextBroken.With(("line", number), ("problem", problem)), number);

    /// <summary>Whether a line begins with a tag, and so is a value whose semicolons begin no comments.</summary>
    private static bool IsBareValue(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start is [';', ..] && BeginsWithTag(start.TrimStart("; \t")))
        {
            return true;
        }

        var equals = start.IndexOf('=');
        return equals is > 0 and < 64
            && !start[..equals].TrimEnd().ContainsAny(NoNames)
            && !start.StartsWith("text", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether text begins with a tag of key records: comments of zone files and of dig don't.</summary>
    private static bool BeginsWithTag(ReadOnlySpan<char> text) =>
        text.Length > 1 && text[0] is 'v' or 'k' or 'p' or 'h' or 's' or 't' or 'n' && text[1..].TrimStart() is ['=', ..];

    private RecordText? Complete()
    {
        if (line.Words.Count == 0 || line.Words[0] is { IsQuoted: false, Text: ['$', ..] })
        {
            return null;
        }

        var data = line.DataStart(out var isTxt);
        if (!isTxt)
        {
            RememberOwner(line.Words.Count);
            return line.IsOther ? null : new RecordText(null, line.Source);
        }

        RememberOwner(data);
        if (data == line.Words.Count)
        {
            line.Clear();
            listFollows = true;
            return null;
        }

        return new RecordText(owner, string.Concat(line.Words.Skip(data).Select(word => word.Text)));
    }

    /// <summary>The owner is the first word, or that of the previous line if the line begins with white space.</summary>
    private void RememberOwner(int data)
    {
        if (data == 0)
        {
            owner = null;
        }
        else if (!line.BeginsWithSpace && !line.Words[0].IsQuoted)
        {
            owner = line.Words[0].Text;
        }
    }
}
