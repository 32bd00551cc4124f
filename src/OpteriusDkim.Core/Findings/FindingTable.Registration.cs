namespace OpteriusDkim.Findings;

/// <content>Registration and retirement of domains.</content>
internal static partial class FindingTable
{
    /// <summary>The key that was to sign again was deleted.</summary>
    public static FindingRule ResumeImpossible { get; } = Warning(
        nameof(ResumeImpossible),
        "The key {selector} of {domain} was deleted, so the retirement can't be aborted.",
        "No action needed: the retirement continues. To sign again with a new key: Register-DkimDomain {domain}");

    /// <summary>Tables that name a key although none should sign.</summary>
    public static FindingRule TablesNameKey { get; } = Warning(
        nameof(TablesNameKey),
        "The signer's tables name {found} for {domain}, but the {kind} expects no key: they were changed by somebody else.",
        "Remove the entry with Disable-DkimSigning {domain}, or abort the {kind} with Invoke-DkimRotation {domain} -Abort. "
        + "Nothing is removed until then.");

    /// <summary>A domain signs with a key that isn't proven.</summary>
    public static FindingRule SignsUnproven { get; } = Warning(
        nameof(SignsUnproven),
        "The signer's tables name the key {selector} of {domain}, although its record is not proven: mail may fail.",
        "Publish the record as Get-DkimRecord {domain} {selector} shows it, or stop signing with Disable-DkimSigning {domain}.");

    /// <summary>Signing that could not be enabled.</summary>
    public static FindingRule EnableNotMade { get; } = Warning(
        nameof(EnableNotMade),
        "Signing of {domain} with {selector} could not be enabled.",
        "See the other findings. The next run tries again.");

    /// <summary>Signing that could not be stopped.</summary>
    public static FindingRule StopNotMade { get; } = Warning(
        nameof(StopNotMade),
        "{domain} could not be removed from the signer's tables. It is still signed with {selector}.",
        "See the other findings. The next run tries again.");

    /// <summary>A domain whose key is being replaced.</summary>
    public static FindingRule RetirementRefused { get; } = Error(
        nameof(RetirementRefused),
        "{domain} was not unregistered: a rotation of its key is in progress ({phase}).",
        "Use -Force to end the rotation and unregister the domain. Its keys are kept until mail signed with them is delivered.");

    /// <summary>A retirement that can't be aborted.</summary>
    public static FindingRule RetirementAbortRefused { get; } = Error(
        nameof(RetirementAbortRefused),
        "The retirement of {domain} can't be aborted: {reason}.",
        "To keep the domain, run: Register-DkimDomain {domain}. It is signed with a new key then.");

    /// <summary>Nothing to retire.</summary>
    public static FindingRule NothingToRetire { get; } = Error(
        nameof(NothingToRetire),
        "{domain} has no key in the store and no entry of its own in the signer's tables, so there is nothing to unregister.",
        "Check the name. Get-DkimKey lists the domains of this host, Get-DkimSigning shows what signs.");

    /// <summary>An object without a domain in a list.</summary>
    public static FindingRule SyncEntryInvalid { get; } = Error(
        nameof(SyncEntryInvalid),
        "An object of the list has no domain: {reason}.",
        "Correct the list. Until then no domain is unregistered.");

    /// <summary>A list without domains.</summary>
    public static FindingRule SyncListEmpty { get; } = Error(
        nameof(SyncListEmpty),
        "The list has no domain, and {managed} domains are managed. None was unregistered.",
        "Check where the list comes from. Get-DkimKey | Unregister-DkimDomain unregisters all domains.");

    /// <summary>A list with entries that aren't domains.</summary>
    public static FindingRule SyncListInvalid { get; } = Error(
        nameof(SyncListInvalid),
        "The list has entries that are not domains, so no domain was unregistered. Domains that it doesn't have: {count}.",
        "See the other errors, correct the list and run the command again.");

    /// <summary>A list that removes many domains.</summary>
    public static FindingRule SyncRemovesMany { get; } = Error(
        nameof(SyncRemovesMany),
        "{count} of {managed} managed domains are not in the list ({first} ...). One run unregisters at most {most}, so none was.",
        "Check where the list comes from. If it is right, use -Force.");

    /// <summary>A selector that a registered domain doesn't have.</summary>
    public static FindingRule RegisteredOtherwise { get; } = Information(
        nameof(RegisteredOtherwise),
        "{domain} signs with {selectors}, so -Selector {asked} was ignored.",
        "No action needed. To replace the key: Invoke-DkimRotation {domain} -NewSelector {asked}");
}
