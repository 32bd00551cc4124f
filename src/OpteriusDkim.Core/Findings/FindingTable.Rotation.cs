namespace OpteriusDkim.Findings;

/// <content>Rotation.</content>
internal static partial class FindingTable
{
    /// <summary>A journal that can't be read.</summary>
    public static FindingRule JournalBroken { get; } = Error(
        nameof(JournalBroken),
        "The journal {path} can't be read: {problem}. Nothing was changed.",
        "Restore it from a backup. If there is none: check which key signs (Get-DkimSigning) and what DNS has (Test-DkimDns -Selector), "
        + "complete the rotation by hand, then move the file away.");

    /// <summary>A journal that can't be opened.</summary>
    public static FindingRule JournalUnreadable { get; } = Error(
        nameof(JournalUnreadable),
        "{path} can't be read: {reason}.",
        "Run the command as root, or as the user who owns the state directory.");

    /// <summary>A journal of a newer module.</summary>
    public static FindingRule JournalVersion { get; } = Error(
        nameof(JournalVersion),
        "The journal {path} has version {version}, but this module reads version {known}. Nothing was changed.",
        "Use the version of the module that wrote it, or a later one.");

    /// <summary>A retired private key that was published.</summary>
    public static FindingRule KeyRevealed { get; } = Information(
        nameof(KeyRevealed),
        "The retired private key of {name} is published as {path}: anybody can sign with it, and old signatures prove nothing.",
        "No action needed. To stop publishing keys, remove rotation.reveal.folder from the configuration.");

    /// <summary>A folder for published keys that has private files too.</summary>
    public static FindingRule RevealFolderPrivate { get; } = Error(
        nameof(RevealFolderPrivate),
        "rotation.reveal.folder is {path}, but {other} holds private files, and one is in the other.",
        "Choose another folder, for example one that a web server shows.");

    /// <summary>A retired private key that can't be published yet.</summary>
    public static FindingRule KeyNotRevealed { get; } = Warning(
        nameof(KeyNotRevealed),
        "The retired private key of {name} was not published: {reason}.",
        "Correct that. The next run of Invoke-DkimRotation -Due tries again.");

    /// <summary>The clock was set back.</summary>
    public static FindingRule ClockSetBack { get; } = Warning(
        nameof(ClockSetBack),
        "The clock is earlier than the last entry in the journal of {domain} ({written}), so all waiting times start again.",
        "Check the system clock (timedatectl).");

    /// <summary>A new key that was deleted.</summary>
    public static FindingRule NewKeyDeleted { get; } = Warning(
        nameof(NewKeyDeleted),
        "The new key {selector} of {domain} was deleted before it was used.",
        "No action needed: its record is withdrawn and the next selector is prepared.");

    /// <summary>The key that signs was deleted.</summary>
    public static FindingRule SigningKeyDeleted { get; } = Error(
        nameof(SigningKeyDeleted),
        "The key {selector} of {domain} is no longer in the store, but the signer's tables still name it.",
        "Restore it from a backup before the signer is restarted, or replace it with Invoke-DkimRotation {domain} -Compromised.");

    /// <summary>The key to go back to was deleted.</summary>
    public static FindingRule AbortImpossible { get; } = Warning(
        nameof(AbortImpossible),
        "The key {selector} of {domain} was deleted, so the rotation can't be aborted. {new} keeps signing.",
        "No action needed: the rotation continues.");

    /// <summary>A selector that others use.</summary>
    public static FindingRule SelectorForeign { get; } = Warning(
        nameof(SelectorForeign),
        "{name} has a record that isn't ours ({text}).",
        "It was not changed, and the next selector is used. Find out who published it.");

    /// <summary>A wrong record at the new name.</summary>
    public static FindingRule NewRecordWrong { get; } = Warning(
        nameof(NewRecordWrong),
        "{servers} return something other than the record of {name}: {text}.",
        "Publish exactly one TXT record, as Get-DkimRecord shows it. The signer is switched only after it is right on all name servers "
        + "and no cache can hold the wrong one.");

    /// <summary>The record of the key that signs isn't there.</summary>
    public static FindingRule SigningRecordLost { get; } = Error(
        nameof(SigningRecordLost),
        "The record {name} is missing or wrong on {servers}, but its key is signing: mail may fail.",
        "Publish it again now: Get-DkimRecord shows it, Publish-DkimRecord hands it to the configured publisher.");

    /// <summary>Servers that don't give the record yet.</summary>
    public static FindingRule RecordSpreading { get; } = Information(
        nameof(RecordSpreading),
        "The change to the record {name} isn't visible yet on {servers}.",
        "Wait until the zone has been transferred to them, usually within an hour. If it takes longer, ask their operator.");

    /// <summary>A silent server.</summary>
    public static FindingRule ServerSilent { get; } = Warning(
        nameof(ServerSilent),
        "{server} doesn't answer queries for {name}. It is ignored after 24 hours without an answer.",
        "Check whether the server should exist. Repair it, or remove it from the zone's NS records.");

    /// <summary>A server that was silent too long.</summary>
    public static FindingRule ServerLeftOut { get; } = Warning(
        nameof(ServerLeftOut),
        "{server} hasn't answered queries for {name} for 24 hours and is now ignored.",
        "Repair it, or remove it from the zone's NS records: if it returns with an old zone, mail may fail.");

    /// <summary>A zone that moved.</summary>
    public static FindingRule ServersChanged { get; } = Warning(
        nameof(ServersChanged),
        "The name servers of {name} changed during the rotation, so the wait starts again.",
        "No action needed if the change was intended.");

    /// <summary>A wildcard beside selectors.</summary>
    public static FindingRule SelectorWildcard { get; } = Warning(
        nameof(SelectorWildcard),
        "A wildcard gives every name next to {name} a TXT record, so unpublished selectors look published.",
        "Remove the wildcard, or make sure that it doesn't apply below _domainkey.");

    /// <summary>Tables that were changed by hand.</summary>
    public static FindingRule TablesChanged { get; } = Warning(
        nameof(TablesChanged),
        "The signer's tables name {found} for {domain}, but the rotation expects {expected}: they were changed by somebody else.",
        "Change them back with Enable-DkimSigning {domain} -Selector {expected}, or abort the rotation with -Abort. "
        + "Nothing is removed until then.");

    /// <summary>The new key signs before it was proved.</summary>
    public static FindingRule SwitchedEarly { get; } = Warning(
        nameof(SwitchedEarly),
        "The signer's tables already name the new key {selector} of {domain}, although its record is not proven yet: mail may fail.",
        "Publish the record, or switch back with Enable-DkimSigning {domain} -Selector {old}.");

    /// <summary>A switch that failed.</summary>
    public static FindingRule SwitchNotMade { get; } = Warning(
        nameof(SwitchNotMade),
        "{domain} could not be switched from {old} to {new}. It is still signed with {old}.",
        "See the other findings. The next run tries again.");

    /// <summary>A signer that uses another key.</summary>
    public static FindingRule SignerUnproved { get; } = Warning(
        nameof(SignerUnproved),
        "Not all running signers could be shown to sign {domain} as the tables say.",
        "See the other findings. Make sure that all signers in signer.sockets run and were reloaded. Nothing is removed until then.");

    /// <summary>A drain that is too short.</summary>
    public static FindingRule DrainShort { get; } = Warning(
        nameof(DrainShort),
        "rotation.drain is {drain}, which is shorter than {safer}: mail that is queued longer may fail when it is delivered.",
        "Set rotation.drain to {safer}, or remove the setting.");

    /// <summary>Caches are accepted.</summary>
    public static FindingRule CachesAccepted { get; } = Warning(
        nameof(CachesAccepted),
        "{domain} is switched before caches have expired, because {old} is compromised. For up to {seconds} s some "
        + "receivers may not see the new record.",
        "No action possible: mail that fails now is better than mail forged with the old key.");

    /// <summary>Signing stops.</summary>
    public static FindingRule CompromisedUnsigned { get; } = Error(
        nameof(CompromisedUnsigned),
        "{domain} is NOT SIGNED now: {old} is compromised and revoked, and the record of {new} was not seen in time.",
        "Publish the record of {new} now, then run Invoke-DkimRotation again. Signing starts as soon as all name servers have it.");

    /// <summary>What mail in flight will suffer.</summary>
    public static FindingRule CompromisedInFlight { get; } = Warning(
        nameof(CompromisedInFlight),
        "Mail of {domain} that was signed with {old} and is not delivered yet will fail once {old} is revoked.",
        "Hold important mail, or send it again after the switch.");

    /// <summary>A foreign record at the place of the one to be removed.</summary>
    public static FindingRule RemovalForeign { get; } = Warning(
        nameof(RemovalForeign),
        "{name} has a record that isn't ours. It was not changed.",
        "Check it, and remove it if it is not needed.");

    /// <summary>A wait that was too short.</summary>
    public static FindingRule RotationWaitEnded { get; } = Warning(
        nameof(RotationWaitEnded),
        "The rotation of {domain} did not complete within {time}.",
        "Do what NextAction says. To continue: Invoke-DkimRotation {domain}");

    /// <summary>A script that failed.</summary>
    public static FindingRule NotifyFailed { get; } = Warning(
        nameof(NotifyFailed),
        "The script {script} could not be run for {domain}, which requires action: {reason}.",
        "Correct the script. It is run again after one day.");
}
