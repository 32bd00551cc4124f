namespace OpteriusDkim.Publishing.Services;

/// <summary>A request to the API of a DNS service.</summary>
/// <param name="Path">Path and query below the service's address, without a leading slash, escaped.</param>
/// <param name="Body">The body, or null.</param>
internal sealed record ServiceRequest(HttpMethod Method, string Path, string? Body = null)
{
    public string ContentType { get; init; } = "application/json";

    /// <summary>The name that the request is about, for messages.</summary>
    public required string Subject { get; init; }

    public bool ChangesSomething => Method != HttpMethod.Get;
}
