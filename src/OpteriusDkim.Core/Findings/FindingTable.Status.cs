namespace OpteriusDkim.Findings;

/// <content>The status of a domain as a whole.</content>
internal static partial class FindingTable
{
    /// <summary>Places that don't agree about a domain.</summary>
    public static FindingRule Drift { get; } = Warning(
        nameof(Drift),
        "Key store, signer's tables, running signers and name servers differ for {domain}: {differences}.",
        "See the other findings of the domain for what to correct. After a change by hand, reload the signer and run Get-DkimStatus "
        + "{domain} -Authoritative.");

    /// <summary>Something that a person has to do.</summary>
    public static FindingRule ActionRequired { get; } = Warning(
        nameof(ActionRequired),
        "The {kind} of {domain}, begun {since}, waits for you.",
        "{action}");

    /// <summary>A rotation that no run continues.</summary>
    public static FindingRule NotContinued { get; } = Warning(
        nameof(NotContinued),
        "The {kind} of {domain} could have continued since {since}, but no run has continued it.",
        "Check the timer (systemctl list-timers opterius-dkim-rotate.timer), or run Invoke-DkimRotation -Due.");

    /// <summary>A rotation that waits for the signer.</summary>
    public static FindingRule WaitsForSigner { get; } = Warning(
        nameof(WaitsForSigner),
        "The {kind} of {domain} waits for the signer: {action}.",
        "Make sure that all signers run and load their tables, then run Invoke-DkimRotation {domain}.");

    /// <summary>A key that is used for too long.</summary>
    public static FindingRule KeyOld { get; } = Warning(
        nameof(KeyOld),
        "The key {selector} of {domain} has been in use for {days} days. rotation.interval is {interval} days.",
        "Replace it: Invoke-DkimRotation {domain} -Selector {selector}. The timer does it for all domains with a publisher.");

    /// <summary>One key under two selectors.</summary>
    public static FindingRule KeyPublishedTwice { get; } = Warning(
        nameof(KeyPublishedTwice),
        "The selectors {selectors} of {domain} have the same key, so it can't be revoked at one of them only.",
        "Keep the selector that signs. Remove the other with Unpublish-DkimRecord and Remove-DkimKey.");

    /// <summary>DNS that was left out.</summary>
    public static FindingRule DnsNotAsked { get; } = Warning(
        nameof(DnsNotAsked),
        "DNS was not queried for {domain}, so whether receivers accept its signatures is unknown.",
        "Run Get-DkimStatus without -NoDns.");

    /// <summary>A key whose record is unknown.</summary>
    public static FindingRule DnsUnknown { get; } = Warning(
        nameof(DnsUnknown),
        "The record {name} could not be verified: not all queried servers gave a usable answer.",
        "See the other findings. Test-DkimDns {domain} {selector} -Authoritative shows each server.");

    /// <summary>Signers that were not asked.</summary>
    public static FindingRule SigningUnknown { get; } = Warning(
        nameof(SigningUnknown),
        "What the running signers do with mail of {domain} is unknown: {reason}.",
        "Run Get-DkimStatus as root on the host of the signer, or set signer.sockets in the configuration.");

    /// <summary>Timestamps in the future.</summary>
    public static FindingRule ClockDiffers { get; } = Warning(
        nameof(ClockDiffers),
        "{what} of {domain} has the time {time}, which is in the future: the clock of this host was or is wrong, and waiting times "
        + "can't be trusted.",
        "Check the system clock (timedatectl). Rotations wait again for their whole times once it is right.");

    /// <summary>Facts from the public index.</summary>
    public static FindingRule FromIndex { get; } = Information(
        nameof(FromIndex),
        "Keys and signers of {domain} were checked by root at {time}. DNS was queried now.",
        "Run Get-DkimStatus as root to check them now.");

    /// <summary>An index that nobody renews.</summary>
    public static FindingRule IndexStale { get; } = Warning(
        nameof(IndexStale),
        "Root last checked the keys and signers of {domain} at {time}, {hours} hours ago.",
        "Run Get-DkimStatus as root, for example by a timer each hour.");

    /// <summary>An index entry that can't be read.</summary>
    public static FindingRule IndexBroken { get; } = Error(
        nameof(IndexBroken),
        "The entry {path} of the public index can't be read: {problem}.",
        "Run Get-DkimStatus as root, which writes it again.");

    /// <summary>A domain that nothing knows.</summary>
    public static FindingRule DomainUnknown { get; } = Error(
        nameof(DomainUnknown),
        "{domain} is unknown: it has no key in {directory}, no entry in the signer's tables, and was never registered or rotated.",
        "Check the name. Get-DkimStatus without a name lists all domains. To begin: Register-DkimDomain {domain}");
}
