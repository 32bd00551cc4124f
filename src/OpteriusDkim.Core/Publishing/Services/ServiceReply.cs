using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Publishing.Services;

/// <summary>The reply of a DNS service.</summary>
internal sealed record ServiceReply(HttpStatusCode Status, byte[] Body)
{
    private const int LongestReason = 300;

    public bool IsFound => Status != HttpStatusCode.NotFound;

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The texts in the body of an error, on one line, as JSON, XML or plain text.</summary>
    public string Reason
    {
        get
        {
            var text = string.Join(": ", (TextsInJson() ?? TextsInXml() ?? [Text]).Where(part => !string.IsNullOrWhiteSpace(part)));
            text = PrintableText.Clean(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            return text.Length <= LongestReason ? text : text[..LongestReason] + "…";
        }
    }

    /// <summary>The body as JSON.</summary>
    /// <exception cref="JsonException">It isn't JSON.</exception>
    public JsonElement ToJson()
    {
        using var document = JsonDocument.Parse(Body);
        return document.RootElement.Clone();
    }

    private IReadOnlyList<string>? TextsInJson()
    {
        try
        {
            return [.. TextsIn(ToJson())];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> TextsIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => TextsIn(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(TextsIn),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    private IReadOnlyList<string>? TextsInXml()
    {
        try
        {
            return [.. XDocument.Parse(Text).Descendants().Where(element => !element.HasElements && element.Name.LocalName != "RequestId")
                .Select(element => element.Value)];
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
