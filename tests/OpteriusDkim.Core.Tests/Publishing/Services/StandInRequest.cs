using System.Collections.Specialized;
using System.Text.Json;

namespace OpteriusDkim.Tests;

/// <summary>A request that a stand-in server received.</summary>
/// <param name="Target">Path and query as they were sent.</param>
internal sealed record StandInRequest(string Method, string Target, NameValueCollection Headers, string Body)
{
    public string Path => Target.Split('?')[0];

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The parameters of the query, unescaped.</summary>
    public IReadOnlyDictionary<string, string> Query => Target.Contains('?', StringComparison.Ordinal)
        ? Target.Split('?', 2)[1].Split('&').Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]), StringComparer.Ordinal)
        : new Dictionary<string, string>();
}
