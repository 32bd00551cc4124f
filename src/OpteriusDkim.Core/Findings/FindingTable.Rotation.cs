namespace OpteriusDkim;

/// <content>Rotation.</content>
public static partial class FindingTable
{
    /// <summary>A journal that can't be read.</summary>
    public static FindingRule JournalBroken { get; } = Error(
        nameof(JournalBroken),
        "The journal {path} can't be read: {problem}. Nothing was changed.",
        "Restore it from a backup. Where there is none, see what the tables name (Get-DkimSigning) and what DNS carries (Test-DkimDns -Selector), finish by hand what was begun, and move the file away.");

    /// <summary>A journal that can't be opened.</summary>
    public static FindingRule JournalUnreadable { get; } = Error(
        nameof(JournalUnreadable),
        "{path} can't be read: {reason}.",
        "Run the command as root, or as the user whose state directory it is.");

    /// <summary>An entry that rotation may not change.</summary>
    public static FindingRule RotationForeignEntry { get; } = Error(
        nameof(RotationForeignEntry),
        "{domain} is signed by an entry that isn't its own alone: {source}.",
        "Give the domain its own entry with Enable-DkimSigning, then it can be rotated.");

    /// <summary>An entry that signs other mail with the domain's key.</summary>
    public static FindingRule RotationSharedKey { get; } = Error(
        nameof(RotationSharedKey),
        "{source} ({pattern}) signs other mail with a key of {domain}: it would go on with the old key, whose record goes.",
        "Give that mail a key of its own, or have it follow by hand: point the entry to another key, and rotate then.");

    /// <summary>A journal of a newer module.</summary>
    public static FindingRule JournalVersion { get; } = Error(
        nameof(JournalVersion),
        "The journal {path} has the version {version}, and this module reads version {known}. Nothing was changed.",
        "Use the module that wrote it, or a newer one.");

    /// <summary>A selector template that makes no selectors.</summary>
    public static FindingRule SelectorTemplateInvalid { get; } = Error(
        nameof(SelectorTemplateInvalid),
        "The selector template {template} can't be used: it has an unknown placeholder or characters that no selector has.",
        "Write rotation.selector with letters, digits, hyphens and the placeholders base, number, date and algorithm, each in braces.");

    /// <summary>A rotation soon after another.</summary>
    public static FindingRule RotationTooSoon { get; } = Information(
        nameof(RotationTooSoon),
        "{domain} was last rotated at {ended}, less than the interval of {interval} ago; no other rotation was started.",
        "Nothing need be done. -Force starts one all the same.");

    /// <summary>A rotation of a domain that isn't signed.</summary>
    public static FindingRule RotationNothingSigns { get; } = Error(
        nameof(RotationNothingSigns),
        "The signer's tables name no key for {domain}, so there is none to rotate.",
        "Switch signing on first with Enable-DkimSigning.");

    /// <summary>A domain whose signing key isn't in the store.</summary>
    public static FindingRule RotationKeyNotInStore { get; } = Error(
        nameof(RotationKeyNotInStore),
        "{domain} is signed with the selector {selector}, whose key isn't in the store.",
        "Take it into the store with Import-DkimKey, and rotate then.");

    /// <summary>Several keys sign.</summary>
    public static FindingRule RotationSelectorNeeded { get; } = Error(
        nameof(RotationSelectorNeeded),
        "Several keys sign for {domain}: {selectors}.",
        "Say with -Selector which one is to be replaced.");

    /// <summary>A selector that doesn't sign.</summary>
    public static FindingRule RotationSelectorNotSigning { get; } = Error(
        nameof(RotationSelectorNotSigning),
        "The selector {selector} doesn't sign for {domain}; {selectors} does.",
        "Leave -Selector out, or name one that signs.");

    /// <summary>A selector for the new key that can't be taken.</summary>
    public static FindingRule NewSelectorTaken { get; } = Error(
        nameof(NewSelectorTaken),
        "{selector} can't be the new selector of {domain}: it is in the store, in a table, in DNS or in the history of rotations.",
        "Choose another -NewSelector, or leave it out: then the next free one is taken.");

    /// <summary>Nothing to abort.</summary>
    public static FindingRule NoRotation { get; } = Error(
        nameof(NoRotation),
        "{domain} has no rotation under way.",
        "Get-DkimRotation lists the rotations there are and were.");

    /// <summary>A rotation that can't be taken back.</summary>
    public static FindingRule AbortRefused { get; } = Error(
        nameof(AbortRefused),
        "The rotation of {domain} from {old} to {new} can't be taken back: {reason}.",
        "Let it go on. To change the key once more, start another rotation when this one has ended, or use -Compromised.");

    /// <summary>Another rotation is asked for while one goes on.</summary>
    public static FindingRule RotationUnderWay { get; } = Warning(
        nameof(RotationUnderWay),
        "The rotation of {domain} to {new} is under way and was carried on; what was asked of a new one ({asked}) doesn't apply to it.",
        "Let it end, or take it back with -Abort, before another one is started.");

    /// <summary>The clock was set back.</summary>
    public static FindingRule ClockSetBack { get; } = Warning(
        nameof(ClockSetBack),
        "The clock stands before the last entry of {domain}'s journal ({written}): all its waits begin anew.",
        "See that the clock is right (timedatectl).");

    /// <summary>A new key that was deleted.</summary>
    public static FindingRule NewKeyDeleted { get; } = Warning(
        nameof(NewKeyDeleted),
        "The new key {selector} of {domain} was deleted before it signed.",
        "Nothing need be done: its record is withdrawn, and the next selector is prepared.");

    /// <summary>The key that signs was deleted.</summary>
    public static FindingRule SigningKeyDeleted { get; } = Error(
        nameof(SigningKeyDeleted),
        "The key {selector} of {domain} is not in the store any more, while the signer's tables name it.",
        "Put it back from a backup before the signer is restarted, or start -Compromised, which replaces it at once.");

    /// <summary>The key to go back to was deleted.</summary>
    public static FindingRule AbortImpossible { get; } = Warning(
        nameof(AbortImpossible),
        "The key {selector} of {domain} was deleted, so there is nothing to go back to: {new} goes on signing.",
        "Nothing need be done: the rotation goes on to its end.");

    /// <summary>A selector that others use.</summary>
    public static FindingRule SelectorForeign { get; } = Warning(
        nameof(SelectorForeign),
        "{name} carries a record of somebody else ({text}).",
        "It was not touched: the next selector is taken. Find out who published it.");

    /// <summary>A wrong record at the new name.</summary>
    public static FindingRule NewRecordWrong { get; } = Warning(
        nameof(NewRecordWrong),
        "{servers} give something else than the record of {name}: {text}.",
        "Correct it: exactly one TXT record, as Get-DkimRecord shows it. The switch waits until it is right everywhere, and until no cache can hold this one.");

    /// <summary>The record of the key that signs isn't there.</summary>
    public static FindingRule SigningRecordLost { get; } = Error(
        nameof(SigningRecordLost),
        "{name}, whose key signs, is not right on {servers}: mail that is signed now may fail.",
        "Publish it again at once, as Get-DkimRecord shows it; an automatic publisher is told on each run.");

    /// <summary>Servers that don't give the record yet.</summary>
    public static FindingRule RecordSpreading { get; } = Information(
        nameof(RecordSpreading),
        "{servers} don't have the record of {name} as wanted yet.",
        "Wait until the zone has reached them; an hour is usual. If it lasts, ask who runs them.");

    /// <summary>A silent server.</summary>
    public static FindingRule ServerSilent { get; } = Warning(
        nameof(ServerSilent),
        "{server} gives no answer about {name}. It is waited for until it was silent for 24 hours.",
        "See whether the server is meant to be there, and mend it or take it out of the zone's NS records.");

    /// <summary>A server that was silent too long.</summary>
    public static FindingRule ServerLeftOut { get; } = Warning(
        nameof(ServerLeftOut),
        "{server} has given no answer about {name} for 24 hours and is left out.",
        "Mend it or take it out of the zone's NS records: when it comes back with an old zone, mail may fail.");

    /// <summary>A zone that moved.</summary>
    public static FindingRule ServersChanged { get; } = Warning(
        nameof(ServersChanged),
        "The name servers of {name} became others during the rotation: the wait begins anew.",
        "Nothing need be done, if the move was meant.");

    /// <summary>A wildcard beside selectors.</summary>
    public static FindingRule SelectorWildcard { get; } = Warning(
        nameof(SelectorWildcard),
        "Every name beside {name} has a TXT record, from a wildcard: selectors that aren't published look as if they were.",
        "Remove the wildcard, or keep it away from _domainkey.");

    /// <summary>Tables that were changed by hand.</summary>
    public static FindingRule TablesChanged { get; } = Warning(
        nameof(TablesChanged),
        "The signer's tables name {found} for {domain}, where the rotation expects {expected}: somebody changed them.",
        "Point the domain's entries to {expected} again (Enable-DkimSigning -Selector {expected}), or take the rotation back with -Abort. Nothing is removed meanwhile.");

    /// <summary>The new key signs before it was proved.</summary>
    public static FindingRule SwitchedEarly { get; } = Warning(
        nameof(SwitchedEarly),
        "The signer's tables name the new key {selector} of {domain} already, before its record was proved: mail may fail.",
        "See that the record is published, or go back with Enable-DkimSigning -Selector {old}.");

    /// <summary>A switch that failed.</summary>
    public static FindingRule SwitchNotMade { get; } = Warning(
        nameof(SwitchNotMade),
        "{domain} could not be switched from {old} to {new}; it is signed as before.",
        "See the other findings; the next run tries again.");

    /// <summary>A signer that uses another key.</summary>
    public static FindingRule SignerUnproved { get; } = Warning(
        nameof(SignerUnproved),
        "Not every running signer could be proved to sign {domain} as the tables say.",
        "See the other findings, and that all signers of signer.sockets run and were reloaded; nothing is removed until then.");

    /// <summary>A drain that is too short.</summary>
    public static FindingRule DrainShort { get; } = Warning(
        nameof(DrainShort),
        "rotation.drain is {drain}, shorter than {safer}: mail that stays in a queue longer may fail when it is delivered.",
        "Set it to {safer}, or leave it out.");

    /// <summary>Caches are accepted.</summary>
    public static FindingRule CachesAccepted { get; } = Warning(
        nameof(CachesAccepted),
        "{domain} is switched before caches have run out, since {old} is compromised: for up to {seconds} s some receivers may not see the new record.",
        "Nothing can be done about it; mail that fails now is better than mail that others sign.");

    /// <summary>Signing stops.</summary>
    public static FindingRule CompromisedUnsigned { get; } = Error(
        nameof(CompromisedUnsigned),
        "{domain} is NOT SIGNED now: {old} is compromised and revoked, and the record of {new} was not seen in time.",
        "Publish the record of {new} at once, and run Invoke-DkimRotation again: signing starts as soon as every name server has it.");

    /// <summary>What mail in flight will suffer.</summary>
    public static FindingRule CompromisedInFlight { get; } = Warning(
        nameof(CompromisedInFlight),
        "Mail of {domain} that was signed with {old} and isn't delivered yet fails as soon as {old} is revoked.",
        "Hold back what must not fail, or send it again after the switch.");

    /// <summary>A manual rotation that is due.</summary>
    public static FindingRule RotationDue { get; } = Information(
        nameof(RotationDue),
        "The key {selector} of {domain} has been active since {since} and is due; its DNS is edited by hand, so no rotation was started.",
        "Start it when somebody can publish the record: Invoke-DkimRotation {domain}, or -Due -IncludeManual for all.");

    /// <summary>More rotations are due than one run starts.</summary>
    public static FindingRule RotationsHeldBack { get; } = Information(
        nameof(RotationsHeldBack),
        "{count} more rotations are due; one run starts {most} (rotation.maxStarts).",
        "The next run starts the next ones.");

    /// <summary>A foreign record at the place of the one to be removed.</summary>
    public static FindingRule RemovalForeign { get; } = Warning(
        nameof(RemovalForeign),
        "{name} carries something that isn't our record; it was left as it is.",
        "Look at it, and remove it if nobody needs it.");

    /// <summary>A wait that was too short.</summary>
    public static FindingRule RotationWaitEnded { get; } = Warning(
        nameof(RotationWaitEnded),
        "The rotation of {domain} was not over within {time}; it stands as it is shown here.",
        "Do what NextAction says. Invoke-DkimRotation {domain} carries it on, with -Wait or without.");

    /// <summary>A domain without a rotation.</summary>
    public static FindingRule NeverRotated { get; } = Error(
        nameof(NeverRotated),
        "There is no rotation of {domain}, and never was one.",
        "Invoke-DkimRotation {domain} starts one; Get-DkimRotation without a domain lists all.");

    /// <summary>No domain was named.</summary>
    public static FindingRule NothingToRotate { get; } = Error(
        nameof(NothingToRotate),
        "No domain was given.",
        "Name one with -Domain, pipe keys from Get-DkimKey, or let -Due find what is due.");

    /// <summary>A time limit for a wait, without the wait.</summary>
    public static FindingRule WaitTimeoutWithoutWait { get; } = Error(
        nameof(WaitTimeoutWithoutWait),
        "-WaitTimeout has no effect without -Wait.",
        "Add -Wait, or leave -WaitTimeout out.");

    /// <summary>Nobody is there to be asked.</summary>
    public static FindingRule ConfirmationNeeded { get; } = Error(
        nameof(ConfirmationNeeded),
        "{action} has to be confirmed, and there is nobody to ask: this session isn't interactive.",
        "Say -Confirm:$false where it is meant, as in a script.");

    /// <summary>A script that failed.</summary>
    public static FindingRule NotifyFailed { get; } = Warning(
        nameof(NotifyFailed),
        "The script {script} could not be told that {domain} waits for a person: {reason}.",
        "Mend the script; it is told again a day after.");
}
