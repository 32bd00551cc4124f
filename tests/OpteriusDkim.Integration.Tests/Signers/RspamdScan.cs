using System.Net.Http;
using System.Text;
using System.Text.Json;

namespace OpteriusDkim;

/// <summary>Messages of authenticated senders, scanned by a running Rspamd.</summary>
/// <param name="port">The port of its normal worker on 127.0.0.1.</param>
internal sealed class RspamdScan(int port)
{
    /// <summary>The signatures that it adds to a message, as <c>selector algorithm domain</c>.</summary>
    public async Task<IReadOnlyList<string>> SignaturesAsync(string domain) =>
    [
        .. (await HeadersAsync(MessageOf(domain), domain))
            .Select(
                text =>
                    text.Split(';', StringSplitOptions.TrimEntries).Select(tag => tag.Split('=', 2)).Where(tag => tag.Length == 2)
                        .ToDictionary(tag => tag[0], tag => tag[1]))
            .Select(tags => $"{tags["s"]} {tags["a"]} {tags["d"]}").Order(StringComparer.Ordinal),
    ];

    /// <summary>An outgoing message with its signatures at the top.</summary>
    public async Task<string> SignedAsync(string domain)
    {
        var message = MessageOf(domain);
        return string.Concat(
            (await HeadersAsync(message, domain)).Select(value => $"DKIM-Signature: {value.ReplaceLineEndings("\r\n")}\r\n")) + message;
    }

    private static string MessageOf(string domain) =>
        $"From: a@{domain}\r\nTo: b@c.example\r\nSubject: s\r\nDate: Tue, 24 Nov 2026 20:00:00 +0000\r\nMessage-Id: "
        + $"<1@{domain}>\r\n\r\nhello\r\n";

    private async Task<string[]> HeadersAsync(string message, string domain)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        using var content = new StringContent(message, Encoding.ASCII);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:{port}/checkv2")) { Content = content };
        request.Headers.TryAddWithoutValidation("From", $"a@{domain}");
        request.Headers.Add("IP", "127.0.0.1");
        using var reply = await client.SendAsync(request);
        using var json = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        return !json.RootElement.TryGetProperty("dkim-signature", out var signatures) ? []
            : signatures.ValueKind == JsonValueKind.Array ? [.. signatures.EnumerateArray().Select(one => one.GetString()!)]
            : [signatures.GetString()!];
    }
}
