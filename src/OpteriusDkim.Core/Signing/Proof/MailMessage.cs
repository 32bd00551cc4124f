using System.Text;

namespace OpteriusDkim.Signing.Proof;

/// <summary>A message: headers in order and a body, with the modifications that a milter can request.</summary>
/// <param name="Headers">Names and values, without the space after the colon; folded with LF or CRLF.</param>
/// <param name="Body">The body, with CRLF line ends.</param>
internal sealed record MailMessage(IReadOnlyList<KeyValuePair<string, string>> Headers, string Body)
{
    /// <summary>The values of all headers with a name, from the top.</summary>
    public IEnumerable<string> ValuesOf(string name) =>
        Headers.Where(header => Is(header, name)).Select(header => header.Value);

    /// <summary>A copy with a header appended.</summary>
    public MailMessage Add(string name, string value) => Insert(Headers.Count, name, value);

    /// <summary>A copy with a header inserted at an index.</summary>
    public MailMessage Insert(int index, string name, string value)
    {
        var headers = Headers.ToList();
        headers.Insert(Math.Clamp(index, 0, headers.Count), new(name, value));
        return this with { Headers = headers };
    }

    /// <summary>
    /// A copy with the n-th header of a name changed, removed if the value is empty, or added if it doesn't exist.
    /// </summary>
    /// <param name="number">The position among headers of that name, from 1.</param>
    public MailMessage Change(string name, int number, string value)
    {
        var headers = Headers.ToList();
        var found = headers.Select((header, index) => (header, index)).Where(item => Is(item.header, name)).Skip(number - 1).ToArray();
        if (found.Length == 0)
        {
            return value.Length == 0 ? this : Add(name, value);
        }

        headers.RemoveAt(found[0].index);
        if (value.Length > 0)
        {
            headers.Insert(found[0].index, new(name, value));
        }

        return this with { Headers = headers };
    }

    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Headers)
        {
            text.Append(name).Append(": ").Append(value.ReplaceLineEndings("\r\n")).Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(text.Append("\r\n").Append(Body).ToString());
    }

    private static bool Is(KeyValuePair<string, string> header, string name) => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase);
}
