using OpteriusDkim.Names;

namespace OpteriusDkim.Configuration;

/// <summary>Makes a domain's delegation of its settings, which were checked when the file was read.</summary>
internal static class DelegationSettings
{
    /// <summary>The delegation; null where there is none.</summary>
    /// <exception cref="InvalidInputException">A name would be too long.</exception>
    public static Delegation? Of(EffectiveSettings settings, DomainName domain) =>
        settings.ValueOf("delegation.zone", domain) is string { Length: > 0 } zone
            ? new Delegation(
                domain,
                DomainName.Parse(zone),
                [.. settings.Get<IReadOnlyList<string>>("delegation.selectors", domain).Select(Selector.Parse)],
                DelegationTemplate.Parse(settings.Get<string>("delegation.target", domain))!).RequireFit()
            : null;
}
