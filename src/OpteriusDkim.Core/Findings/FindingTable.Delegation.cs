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

    /// <summary>A CNAME that isn't there.</summary>
    public static FindingRule DelegationMissing { get; } = Warning(
        nameof(DelegationMissing),
        "There is no CNAME at {name}, which has to lead to {target} ({servers}).",
        "Have the owner of {domain} publish this record ({provider}):{entry}{line}");

    /// <summary>A CNAME to another name.</summary>
    public static FindingRule DelegationElsewhere { get; } = Warning(
        nameof(DelegationElsewhere),
        "{name} leads to {found} and not to {target} ({servers}).",
        "Have the owner of {domain} replace that CNAME by this one ({provider}):{entry}{line}");

    /// <summary>A target with the zone in it twice.</summary>
    public static FindingRule DelegationTargetDoubled { get; } = Warning(
        nameof(DelegationTargetDoubled),
        "{name} leads to {found} ({servers}): the zone was appended to the target {target}.",
        "Have the owner of {domain} enter the value with a final dot ({provider}):{entry}{line}");

    /// <summary>A name with the zone in it twice.</summary>
    public static FindingRule DelegationNameDoubled { get; } = Warning(
        nameof(DelegationNameDoubled),
        "There is a CNAME at {found}: the zone was appended to a name that already contained it.",
        "Have the owner of {domain} delete it, and enter the name without the zone ({provider}):{entry}{line}");

    /// <summary>A TXT record instead of the CNAME.</summary>
    public static FindingRule DelegationTextInstead { get; } = Warning(
        nameof(DelegationTextInstead),
        "{name} has a TXT record and no CNAME ({servers}): {found}.",
        "If no mail signed with its key is in transit, have the owner of {domain} replace it by this record "
        + "({provider}):{entry}{line}");

    /// <summary>A TXT record beside the CNAME.</summary>
    public static FindingRule DelegationTextBeside { get; } = Warning(
        nameof(DelegationTextBeside),
        "{name} has a TXT record beside its CNAME ({servers}): {found}. DNS doesn't permit both (RFC 2181 10.1), so resolvers may return "
        + "either.",
        "Have the owner of {domain} delete the TXT record and keep the CNAME ({provider}):{entry}{line}");

    /// <summary>A CNAME that could not be looked up.</summary>
    public static FindingRule DelegationUnchecked { get; } = Warning(
        nameof(DelegationUnchecked),
        "Whether {name} leads to {target} could not be checked: {reason}.",
        "Check that the name servers of {domain} answer, then run the command again.");

    /// <summary>A right CNAME to a name without a record.</summary>
    public static FindingRule DelegationTargetEmpty { get; } = Error(
        nameof(DelegationTargetEmpty),
        "{name} leads to {target} as it should, but there is no record.",
        "Publish it: Publish-DkimRecord {domain} {selector}.");
}
