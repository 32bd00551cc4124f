using OpteriusDkim.Names;

namespace OpteriusDkim.Keys;

/// <summary>As much of a key's name as is known.</summary>
/// <param name="Domain">The domain; null where it isn't known.</param>
/// <param name="Selector">The selector; null where it isn't known.</param>
internal sealed record KeyName(DomainName? Domain, Selector? Selector)
{
    /// <summary>The whole name; null where a part is missing.</summary>
    public RecordName? Complete => Domain is not null && Selector is not null ? new RecordName(Domain, Selector) : null;

    /// <summary>Whether no part that both know differs.</summary>
    public bool Agrees(KeyName other) =>
        (Domain is null || other.Domain is null || Domain == other.Domain)
        && (Selector is null || other.Selector is null || Selector == other.Selector);

    /// <summary>This name, with what it lacks from another.</summary>
    public KeyName Or(KeyName other) => new(Domain ?? other.Domain, Selector ?? other.Selector);

    /// <summary>A name from text; parts that aren't valid are unknown.</summary>
    public static KeyName Of(string? domain, string? selector) => new(
        DomainName.TryParse(domain, out var parsedDomain) ? parsedDomain : null,
        Selector.TryParse(selector, out var parsedSelector) ? parsedSelector : null);
}
