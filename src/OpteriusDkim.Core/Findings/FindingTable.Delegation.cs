namespace OpteriusDkim.Findings;

/// <content>Selectors that are delegated to a zone of ours by CNAME.</content>
internal static partial class FindingTable
{
    /// <summary>A delegation without selectors.</summary>
    public static FindingRule DelegationIncomplete { get; } = Error(
        nameof(DelegationIncomplete),
        "{source}: delegation.zone is {zone}, but delegation.selectors is not set.",
        "Set the selectors first, for example: Set-DkimConfiguration delegation.selectors s1, s2.");

    /// <summary>Two delegations whose targets can be equal.</summary>
    public static FindingRule DelegationOverlap { get; } = Error(
        nameof(DelegationOverlap),
        "{source}: the targets {target} in {zone} can be equal to the targets {others} in {beside}.",
        "Use the same delegation.zone and delegation.target for all domains, or zones of which none lies below another.");

    /// <summary>A target that is too long.</summary>
    public static FindingRule DelegationNameTooLong { get; } = Error(
        nameof(DelegationNameTooLong),
        "The target {name} for {domain} has {length} characters; a DNS name can have at most {limit}.",
        "Set a shorter delegation.zone or delegation.target, or turn delegation off for this domain: "
        + "Set-DkimConfiguration delegation.zone '' -Domain {domain}.");

    /// <summary>A domain that isn't delegated.</summary>
    public static FindingRule DelegationNotSet { get; } = Error(
        nameof(DelegationNotSet),
        "No delegation is configured for {domain}.",
        "Set delegation.selectors and then delegation.zone with Set-DkimConfiguration, for all domains or with -Domain for some.");

    /// <summary>A CNAME that was given to the publisher.</summary>
    public static FindingRule AliasNotPublished { get; } = Error(
        nameof(AliasNotPublished),
        "{name} is a CNAME to {value}, which belongs to the zone of {domain}. The publisher changes the zone of the target only.",
        "Have the owner of {domain} publish the CNAME once. To publish the key's record: Publish-DkimRecord {domain}.");

    /// <summary>A selector outside of the set.</summary>
    public static FindingRule SelectorNotDelegated { get; } = Error(
        nameof(SelectorNotDelegated),
        "{selector} is not one of the selectors that {domain} delegates: {selectors}.",
        "Choose one of these, or change delegation.selectors.");
}
