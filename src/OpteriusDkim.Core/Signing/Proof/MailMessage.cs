using System.Text;

namespace OpteriusDkim.Signing.Proof;

/// <summary>A message: headers in their order and a body, changed as a mail server changes it when a milter asks.</summary>
/// <param name="Headers">Names and values, as they stand between the colon's space and the line's end; folded with bare LF or CRLF.</param>
/// <param name="Body">The body, its lines ended by CRLF.</param>
internal sealed record MailMessage(IReadOnlyList<KeyValuePair<string, string>> Headers, string Body)
{
    /// <summary>The values of all headers of a name, from the top.</summary>
    public IEnumerable<string> ValuesOf(string name) =>
        Headers.Where(header => Is(header, name)).Select(header => header.Value);

    /// <summary>The message with a header more at the end.</summary>
    public MailMessage Add(string name, string value) => Insert(Headers.Count, name, value);

    /// <summary>The message with a header more before the one at an index.</summary>
    public MailMessage Insert(int index, string name, string value)
    {
        var headers = Headers.ToList();
        headers.Insert(Math.Clamp(index, 0, headers.Count), new(name, value));
        return this with { Headers = headers };
    }

    /// <summary>
    /// The message with the n-th header of a name changed; removed, where the value is empty; added, where there is none.
    /// </summary>
    /// <param name="number">Which one of that name, from 1.</param>
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

    /// <summary>The message as it goes over the wire.</summary>
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
