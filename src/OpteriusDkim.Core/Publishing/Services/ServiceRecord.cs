namespace OpteriusDkim.Publishing.Services;

/// <summary>A record as a DNS service has it.</summary>
/// <param name="Type">The type in upper case, for example <c>TXT</c>.</param>
/// <param name="Content">The value in the spelling of the service.</param>
/// <param name="Ttl">The TTL in seconds.</param>
internal sealed record ServiceRecord(string Type, string Content, int Ttl)
{
    /// <summary>The id that the service has for it, or null.</summary>
    public string? Id { get; init; }

    /// <summary>Whether the service keeps it without serving it.</summary>
    public bool IsDisabled { get; init; }

    public bool IsTxt => Type == "TXT";

    /// <summary>The character-strings of a TXT record.</summary>
    public IReadOnlyList<string> Strings => TxtContent.StringsIn(Content);

    /// <summary>The name that a CNAME, DNAME or NS record has as its value: lower case, without a final dot.</summary>
    public string Target => Content.TrimEnd('.').ToLowerInvariant();
}
