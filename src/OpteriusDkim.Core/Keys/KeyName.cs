using OpteriusDkim.Names;

namespace OpteriusDkim.Keys;

/// <summary>The known parts of a key's name.</summary>
/// <param name="Domain">The domain; null if unknown.</param>
/// <param name="Selector">The selector; null if unknown.</param>
internal sealed record KeyName(DomainName? Domain, Selector? Selector)
{
    /// <summary>The whole name; null if a part is missing.</summary>
    public RecordName? Complete => Domain is not null && Selector is not null ? new RecordName(Domain, Selector) : null;

    /// <summary>Whether the parts known in both names are the same.</summary>
    public bool Agrees(KeyName other) =>
        (Domain is null || other.Domain is null || Domain == other.Domain)
        && (Selector is null || other.Selector is null || Selector == other.Selector);

    /// <summary>This name, with missing parts from another.</summary>
    public KeyName Or(KeyName other) => new(Domain ?? other.Domain, Selector ?? other.Selector);

    /// <summary>A name from text; parts that aren't valid are unknown.</summary>
    public static KeyName Of(string? domain, string? selector) => new(
        DomainName.TryParse(domain, out var parsedDomain) ? parsedDomain : null,
        Selector.TryParse(selector, out var parsedSelector) ? parsedSelector : null);
}
