using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OpteriusDkim.Publishing.Services;

/// <summary>Signs requests to AWS (Signature Version 4).</summary>
internal sealed class AwsSignature(AwsCredential credential, string region, string service)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The secret, to remove it from replies.</summary>
    public string Secret => credential.Secret;

    /// <summary>Adds the headers Host, X-Amz-Date, X-Amz-Security-Token and Authorization.</summary>
    public void Sign(HttpRequestMessage request, string body, DateTimeOffset now)
    {
        var time = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        request.Headers.Host = request.RequestUri!.Authority;
        request.Headers.Add("X-Amz-Date", time);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = request.RequestUri.Authority,
            ["x-amz-date"] = time,
        };
        if (credential.Token is { } token)
        {
            request.Headers.Add("X-Amz-Security-Token", token);
            headers["x-amz-security-token"] = token;
        }

        request.Headers.TryAddWithoutValidation(
            "Authorization", Authorization(request.Method.Method, request.RequestUri, headers, body, time));
    }

    /// <summary>The value of the header Authorization.</summary>
    /// <param name="headers">The signed headers in lower case, in order.</param>
    /// <param name="time">The time as <c>yyyyMMddTHHmmssZ</c>, in UTC.</param>
    public string Authorization(string method, Uri uri, SortedDictionary<string, string> headers, string body, string time)
    {
        var signed = string.Join(';', headers.Keys);
        var canonical = string.Join(
            '\n',
            method,
            uri.AbsolutePath,
            CanonicalQuery(uri.Query),
            string.Concat(headers.Select(header => $"{header.Key}:{header.Value.Trim()}\n")),
            signed,
            Hex(SHA256.HashData(Encoding.UTF8.GetBytes(body))));
        var scope = $"{time[..8]}/{region}/{service}/aws4_request";
        var toSign = $"{Algorithm}\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signature = Hex(Mac(SigningKey(time[..8]), toSign));
        return $"{Algorithm} Credential={credential.KeyId}/{scope}, SignedHeaders={signed}, Signature={signature}";
    }

    /// <summary>The parameters in the order of their names. Requests have them escaped already.</summary>
    private static string CanonicalQuery(string query) => string.Join(
        '&',
        query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=")
            .Order(StringComparer.Ordinal));

    private byte[] SigningKey(string date) =>
        Mac(Mac(Mac(Mac(Encoding.UTF8.GetBytes("AWS4" + credential.Secret), date), region), service), "aws4_request");

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
