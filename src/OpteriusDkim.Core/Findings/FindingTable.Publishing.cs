namespace OpteriusDkim;

/// <content>Publishing records, and taking them back.</content>
public static partial class FindingTable
{
    /// <summary>A person has to publish.</summary>
    public static FindingRule PublishByHand { get; } = Information(
        nameof(PublishByHand),
        "{name} has to be published by hand: its domain has no publisher.",
        "Enter a TXT record with the name {entry}, TTL {ttl} and the value {value}. To have it done, set publisher.type in the configuration file.");

    /// <summary>A person has to remove a record.</summary>
    public static FindingRule RemoveByHand { get; } = Information(
        nameof(RemoveByHand),
        "{name} has to be removed by hand: its domain has no publisher.",
        "Delete the TXT record {entry}. To have it done, set publisher.type in the configuration file.");

    /// <summary>Somebody else's record.</summary>
    public static FindingRule ForeignRecord { get; } = Error(
        nameof(ForeignRecord),
        "At {name} there is something else than the record of this key ({key}), and it was left as it is: {records}.",
        "Remove it by hand if nobody needs it, or choose another selector.");

    /// <summary>A CNAME or DNAME.</summary>
    public static FindingRule NameIsAlias { get; } = Error(
        nameof(NameIsAlias),
        "{name} is an alias (CNAME or DNAME) of {target}, so the record belongs at {target}, in a zone that this publisher can't change.",
        "Publish or remove the TXT record at {target} with the DNS service of that zone; the value that Get-DkimRecord shows is the same there. Or remove the alias.");

    /// <summary>A person has to publish at the target of an alias.</summary>
    public static FindingRule PublishAtTarget { get; } = Information(
        nameof(PublishAtTarget),
        "{name} is an alias (CNAME or DNAME) of {target}, so the record has to be published there by hand.",
        "In the zone of {target}, enter a TXT record with the name {target}, TTL {ttl} and the value {value}");

    /// <summary>A person has to remove a record at the target of an alias.</summary>
    public static FindingRule RemoveAtTarget { get; } = Information(
        nameof(RemoveAtTarget),
        "{name} is an alias (CNAME or DNAME) of {target}, so the record has to be removed there by hand.",
        "In the zone of {target}, delete the TXT record {target}. Then the alias {name} can be removed too.");

    /// <summary>The primary doesn't answer.</summary>
    public static FindingRule UpdateServerSilent { get; } = Error(
        nameof(UpdateServerSilent),
        "{server}, which takes dynamic updates, can't be asked: {reason}.",
        "Check publisher.server, that the server is up, and that it isn't firewalled (UDP and TCP). Nothing was changed.");

    /// <summary>No zone for the name.</summary>
    public static FindingRule UpdateZoneUnknown { get; } = Error(
        nameof(UpdateZoneUnknown),
        "{server} is not authoritative for a zone that holds {name}, or doesn't tell this host.",
        "Set publisher.server to the zone's primary server, and let this host ask it (allow-query). Nothing was changed.");

    /// <summary>A prerequisite didn't hold.</summary>
    public static FindingRule UpdateOvertaken { get; } = Error(
        nameof(UpdateOvertaken),
        "{name} changed at {server} while it was worked on; nothing was changed.",
        "Run the command again: it looks at what is there now.");

    /// <summary>REFUSED.</summary>
    public static FindingRule UpdateRefused { get; } = Error(
        nameof(UpdateRefused),
        "{server} refuses the update of {name} in {zone}.",
        "Permit the key to change this name: in BIND by the zone's update-policy, as grant KEY wildcard *._domainkey.{zone}. TXT;.");

    /// <summary>NOTAUTH.</summary>
    public static FindingRule UpdateNotAuthenticated { get; } = Error(
        nameof(UpdateNotAuthenticated),
        "{server} doesn't accept the TSIG key, or is not the primary of {zone}: {name} was not changed.",
        "Compare the key's name, algorithm and secret in publisher.keyFile with the server's own, and publisher.server with the zone's primary.");

    /// <summary>BADTIME.</summary>
    public static FindingRule UpdateClockDiffers { get; } = Error(
        nameof(UpdateClockDiffers),
        "{server} refuses the update of {name}: its clock and this host's differ too much.",
        "Set both clocks right (timedatectl shows whether they are kept by NTP), and run the command again.");

    /// <summary>SERVFAIL and its like.</summary>
    public static FindingRule UpdateFailed { get; } = Error(
        nameof(UpdateFailed),
        "{server} failed to carry the update of {name} in {zone} out.",
        "Its own log says why: often the journal or the zone's file can't be written. Run the command again then.");

    /// <summary>No answer to an update.</summary>
    public static FindingRule UpdateUnanswered { get; } = Error(
        nameof(UpdateUnanswered),
        "{server} did not answer the update of {name}: nobody knows whether it was carried out.",
        "Run the command again: it looks at what is there now, and does what is missing.");

    /// <summary>A yes that nobody signed.</summary>
    public static FindingRule UpdateUnproven { get; } = Error(
        nameof(UpdateUnproven),
        "The answer to the update of {name} is not signed as {server} would sign it: nobody knows whether it was carried out.",
        "Somebody may answer in the server's place: check what is between. Run the command again: it looks at what is there now.");

    /// <summary>An update that did nothing.</summary>
    public static FindingRule UpdateWithoutEffect { get; } = Error(
        nameof(UpdateWithoutEffect),
        "{server} says that it carried the update of {name} out, and its answers are what they were.",
        "Check that the name is no alias, that publisher.server is the primary and no secondary, and that it answers from the zone that it updates (views).");

    /// <summary>A TSIG key that can't be read.</summary>
    public static FindingRule TsigKeyUnreadable { get; } = Error(
        nameof(TsigKeyUnreadable),
        "The TSIG key {path} can't be read: {reason}.",
        "Make one with tsig-keygen NAME > {path}, readable by root only, or set publisher.keyFile right.");

    /// <summary>A TSIG key that others may read.</summary>
    public static FindingRule TsigKeyOpen { get; } = Error(
        nameof(TsigKeyOpen),
        "Everybody on this host may read or write the TSIG key {path}, and who has it can change the zone.",
        "chmod o-rwx {path}, and make a new key if somebody may have read it.");

    /// <summary>A TSIG key file that isn't one.</summary>
    public static FindingRule TsigKeyBroken { get; } = Error(
        nameof(TsigKeyBroken),
        "{path} is not a TSIG key as BIND writes it: {problem}.",
        "Create a new file: tsig-keygen NAME prints its content.");

    /// <summary>A publisher that lacks a setting.</summary>
    public static FindingRule PublisherIncomplete { get; } = Error(
        nameof(PublisherIncomplete),
        "{domain} is published by {type}, which needs the setting {setting}, and it is not set.",
        "Set {setting} in the configuration file, for all domains or under domains; examples/config.json shows it.");

    /// <summary>A script that can't be run.</summary>
    public static FindingRule PublishScriptUnusable { get; } = Error(
        nameof(PublishScriptUnusable),
        "The script {path} can't be run: {problem}.",
        "Set publisher.script to a PowerShell script (.ps1) of root's or your own, which nobody else can change, in folders that nobody else can write to.");

    /// <summary>A script that failed.</summary>
    public static FindingRule PublishScriptFailed { get; } = Error(
        nameof(PublishScriptFailed),
        "The script {path} failed for {name}: {reason}.",
        "Mend what it says, and run the command again: it looks at what is there now, and does what is missing.");

    /// <summary>A record whose key signs.</summary>
    public static FindingRule RecordInUse { get; } = Error(
        nameof(RecordInUse),
        "The record of {name} must stay: {source} names its key, and mail signed with it would fail.",
        "Rotate to another key with Invoke-DkimRotation, or stop signing with Disable-DkimSigning, and wait until no such mail is under way.");

    /// <summary>A record that publishes no key that can be read.</summary>
    public static FindingRule RecordWithoutKey { get; } = Error(
        nameof(RecordWithoutKey),
        "The record {name} holds no public key.",
        "Pipe records from Get-DkimRecord, or name the key by -Domain and -Selector.");

    /// <summary>Neither a record nor a domain.</summary>
    public static FindingRule NothingToPublish { get; } = Error(
        nameof(NothingToPublish),
        "Neither a record nor a domain was given.",
        "Pipe records from Get-DkimRecord, or give -Domain.");
}
