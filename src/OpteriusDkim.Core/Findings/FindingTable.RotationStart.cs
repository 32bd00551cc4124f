namespace OpteriusDkim.Findings;

/// <content>Whether and when a rotation starts.</content>
internal static partial class FindingTable
{
    /// <summary>An entry that rotation may not change.</summary>
    public static FindingRule RotationForeignEntry { get; } = Error(
        nameof(RotationForeignEntry),
        "{domain} is signed by an entry that isn't only its own: {source}.",
        "Create an entry for the domain with Enable-DkimSigning, then run the command again.");

    /// <summary>An entry that signs other mail with the domain's key.</summary>
    public static FindingRule RotationSharedKey { get; } = Error(
        nameof(RotationSharedKey),
        "{source} ({pattern}) signs other mail with a key of {domain}. It would keep signing with the old key after its record is removed.",
        "Give that mail its own key, or change that entry by hand, then rotate.");

    /// <summary>A selector template that makes no selectors.</summary>
    public static FindingRule SelectorTemplateInvalid { get; } = Error(
        nameof(SelectorTemplateInvalid),
        "The selector template {template} is invalid: it has an unknown placeholder, or a character that a selector can't contain.",
        "Use letters, digits, hyphens and the placeholders base, number, date and algorithm (each in braces) in rotation.selector.");

    /// <summary>A rotation soon after another.</summary>
    public static FindingRule RotationTooSoon { get; } = Information(
        nameof(RotationTooSoon),
        "The rotation of {domain} to {selector} was completed at {ended}, less than rotation.interval ({interval}) "
        + "ago. No new rotation was started.",
        "No action needed. Use -Force to start one anyway.");

    /// <summary>A rotation of a domain that isn't signed.</summary>
    public static FindingRule RotationNothingSigns { get; } = Error(
        nameof(RotationNothingSigns),
        "No key signs for {domain}, so there is none to rotate.",
        "Run Register-DkimDomain {domain}, which makes a key, publishes its record and enables signing.");

    /// <summary>A domain whose signing key isn't in the store.</summary>
    public static FindingRule RotationKeyNotInStore { get; } = Error(
        nameof(RotationKeyNotInStore),
        "{domain} is signed with the selector {selector}, but its key is not in the store.",
        "Run the command as root: other users have a key store of their own. If the key isn't in root's store either, import it with "
        + "Import-DkimKey first.");

    /// <summary>Several keys sign.</summary>
    public static FindingRule RotationSelectorNeeded { get; } = Error(
        nameof(RotationSelectorNeeded),
        "Several keys sign for {domain}: {selectors}.",
        "Use -Selector to name the key to replace.");

    /// <summary>A selector that doesn't sign.</summary>
    public static FindingRule RotationSelectorNotSigning { get; } = Error(
        nameof(RotationSelectorNotSigning),
        "The selector {selector} doesn't sign for {domain}. Signing: {selectors}.",
        "Omit -Selector, or name one that signs.");

    /// <summary>A selector for the new key that can't be taken.</summary>
    public static FindingRule NewSelectorTaken { get; } = Error(
        nameof(NewSelectorTaken),
        "{selector} can't be the new selector of {domain}: it is already in the store, a signing table, DNS or the rotation history.",
        "Use another -NewSelector, or omit it to take the next free one.");

    /// <summary>Nothing to abort.</summary>
    public static FindingRule NoRotation { get; } = Error(
        nameof(NoRotation),
        "{domain} has no rotation in progress.",
        "Get-DkimRotation lists current and past rotations.");

    /// <summary>A rotation that can't be aborted.</summary>
    public static FindingRule AbortRefused { get; } = Error(
        nameof(AbortRefused),
        "The {kind} of {domain}{change} can't be aborted: {reason}.",
        "Let it continue. To change the key again, start another rotation when this one has ended, or use -Compromised.");

    /// <summary>Another rotation is asked for while one goes on.</summary>
    public static FindingRule RotationUnderWay { get; } = Warning(
        nameof(RotationUnderWay),
        "A rotation of {domain} to {new} is in progress and was continued. The parameters for a new rotation ({asked}) were ignored.",
        "Let it end, or abort it with -Abort, before you start another one.");

    /// <summary>No domain was named.</summary>
    public static FindingRule NothingToRotate { get; } = Error(
        nameof(NothingToRotate),
        "No domain was given.",
        "Use -Domain, pipe keys from Get-DkimKey, or use -Due to find what is due.");

    /// <summary>A time limit for a wait, without the wait.</summary>
    public static FindingRule WaitTimeoutWithoutWait { get; } = Error(
        nameof(WaitTimeoutWithoutWait),
        "-WaitTimeout has no effect without -Wait.",
        "Add -Wait, or leave -WaitTimeout out.");

    /// <summary>Nobody is there to be asked.</summary>
    public static FindingRule ConfirmationNeeded { get; } = Error(
        nameof(ConfirmationNeeded),
        "{action} needs confirmation, but this session is not interactive.",
        "In a script, add -Confirm:$false.");

    /// <summary>A domain without a rotation.</summary>
    public static FindingRule NeverRotated { get; } = Error(
        nameof(NeverRotated),
        "{domain} has no rotation, current or past, in the state directory {path}.",
        "Invoke-DkimRotation {domain} starts one. Get-DkimRotation without a domain lists all.");

    /// <summary>An ordinary user who doesn't see the rotations of the system.</summary>
    public static FindingRule SystemRotationsUnreadable { get; } = Warning(
        nameof(SystemRotationsUnreadable),
        "Rotations were read from {path}. The rotations of the system, in {system}, can't be read by this user.",
        "To see them, run the command as root.");

    /// <summary>A manual rotation that is due.</summary>
    public static FindingRule RotationDue { get; } = Information(
        nameof(RotationDue),
        "The key {selector} of {domain} has been active since {since} and is due for rotation. DNS for this domain is edited by "
        + "hand, so no rotation was started.",
        "Start it when you can publish the record: Invoke-DkimRotation {domain}, or -Due -IncludeManual for all domains.");

    /// <summary>More rotations are due than one run starts.</summary>
    public static FindingRule RotationsHeldBack { get; } = Information(
        nameof(RotationsHeldBack),
        "{count} more rotations are due. One run starts at most {most} (rotation.maxStarts).",
        "No action needed: the next runs start them.");
}
