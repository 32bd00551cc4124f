namespace OpteriusDkim.Findings;

/// <content>Publishing records, and taking them back.</content>
internal static partial class FindingTable
{
    /// <summary>A record that must be published by hand.</summary>
    public static FindingRule PublishByHand { get; } = Information(
        nameof(PublishByHand),
        "{name} must be published by hand: DNS for this domain is edited by hand.",
        "Create a TXT record with the name {entry}, TTL {ttl} and the value {value}. To automate this, set "
        + "publisher.type in the configuration file.");

    /// <summary>A record that must be removed by hand.</summary>
    public static FindingRule RemoveByHand { get; } = Information(
        nameof(RemoveByHand),
        "{name} must be removed by hand: DNS for this domain is edited by hand.",
        "Delete the TXT record {entry}. To automate this, set publisher.type in the configuration file.");

    /// <summary>A record that isn't ours.</summary>
    public static FindingRule ForeignRecord { get; } = Error(
        nameof(ForeignRecord),
        "{name} has a record that is not the record of this key ({key}). It was not changed: {records}.",
        "Remove it by hand if it isn't needed, or choose another selector.");

    /// <summary>A CNAME or DNAME.</summary>
    public static FindingRule NameIsAlias { get; } = Error(
        nameof(NameIsAlias),
        "{name} is an alias (CNAME or DNAME) of {target}, so the record belongs at {target}, in a zone that this publisher can't change.",
        "Publish or remove the TXT record at {target} with the DNS service of that zone, with the value that "
        + "Get-DkimRecord shows. Or remove the alias.");

    /// <summary>A record that must be published by hand at the target of an alias.</summary>
    public static FindingRule PublishAtTarget { get; } = Information(
        nameof(PublishAtTarget),
        "{name} is an alias (CNAME or DNAME) of {target}, so the record must be published there by hand.",
        "In the zone of {target}, create a TXT record with the name {target}, TTL {ttl} and the value {value}");

    /// <summary>A record that must be removed by hand at the target of an alias.</summary>
    public static FindingRule RemoveAtTarget { get; } = Information(
        nameof(RemoveAtTarget),
        "{name} is an alias (CNAME or DNAME) of {target}, so the record must be removed there by hand.",
        "In the zone of {target}, delete the TXT record {target}. Then the alias {name} can also be removed.");

    /// <summary>The primary server can't be reached.</summary>
    public static FindingRule UpdateServerSilent { get; } = Error(
        nameof(UpdateServerSilent),
        "{server}, the server for dynamic updates, can't be reached: {reason}.",
        "Check publisher.server, that the server is up, and that no firewall blocks UDP and TCP. Nothing was changed.");

    /// <summary>The server has no zone for the name.</summary>
    public static FindingRule UpdateZoneUnknown { get; } = Error(
        nameof(UpdateZoneUnknown),
        "{server} is not authoritative for a zone that contains {name}, or refuses to answer this host.",
        "Set publisher.server to the zone's primary server, and allow this host to query it (allow-query). Nothing was changed.");

    /// <summary>A prerequisite of the update failed.</summary>
    public static FindingRule UpdateOvertaken { get; } = Error(
        nameof(UpdateOvertaken),
        "{name} was changed at {server} by someone else during the update. Nothing was changed by this command.",
        "Run the command again: it starts from the present records.");

    /// <summary>REFUSED.</summary>
    public static FindingRule UpdateRefused { get; } = Error(
        nameof(UpdateRefused),
        "{server} refuses the update of {name} in {zone}.",
        "Allow the key to change this name. In BIND, add to the zone's update-policy: grant KEY wildcard *._domainkey.{zone}. TXT;.");

    /// <summary>NOTAUTH.</summary>
    public static FindingRule UpdateNotAuthenticated { get; } = Error(
        nameof(UpdateNotAuthenticated),
        "{server} doesn't accept the TSIG key, or is not the primary server of {zone}. {name} was not changed.",
        "Compare the key's name, algorithm and secret in publisher.keyFile with the server's configuration, and publisher.server "
        + "with the zone's primary server.");

    /// <summary>BADTIME.</summary>
    public static FindingRule UpdateClockDiffers { get; } = Error(
        nameof(UpdateClockDiffers),
        "{server} refuses the update of {name}: its clock and the clock of this host differ too much.",
        "Set both clocks (timedatectl shows whether NTP is active), and run the command again.");

    /// <summary>SERVFAIL or a similar response to an update.</summary>
    public static FindingRule UpdateFailed { get; } = Error(
        nameof(UpdateFailed),
        "{server} failed to apply the update of {name} in {zone}.",
        "The server's log shows why; often it can't write the journal or the zone file. Fix that, then run the command again.");

    /// <summary>No answer to an update.</summary>
    public static FindingRule UpdateUnanswered { get; } = Error(
        nameof(UpdateUnanswered),
        "{server} did not answer the update of {name}. It is unknown whether the update was applied.",
        "Run the command again: it starts from the present records and does what is missing.");

    /// <summary>An update response without a valid TSIG signature.</summary>
    public static FindingRule UpdateUnproven { get; } = Error(
        nameof(UpdateUnproven),
        "The response to the update of {name} has no valid TSIG signature of {server}. It is unknown whether the update was applied.",
        "Another host may have answered: check the network path to the server. Then run the command again: it "
        + "starts from the present records.");

    /// <summary>An update without an effect.</summary>
    public static FindingRule UpdateWithoutEffect { get; } = Error(
        nameof(UpdateWithoutEffect),
        "{server} reports success for the update of {name}, but its answers have not changed.",
        "Check that the name is not an alias, that publisher.server is the primary server and not a secondary, and that it answers from "
        + "the zone that it updates (views).");

    /// <summary>A TSIG key that can't be read.</summary>
    public static FindingRule TsigKeyUnreadable { get; } = Error(
        nameof(TsigKeyUnreadable),
        "The TSIG key {path} can't be read: {reason}.",
        "{advice}");

    /// <summary>A TSIG key that other users can read.</summary>
    public static FindingRule TsigKeyOpen { get; } = Error(
        nameof(TsigKeyOpen),
        "All users of this host can read or write the TSIG key {path}. Anyone who has the key can change the zone.",
        "Run chmod o-rwx {path}, and create a new key if others may have read it.");

    /// <summary>A file that is not a TSIG key.</summary>
    public static FindingRule TsigKeyBroken { get; } = Error(
        nameof(TsigKeyBroken),
        "{path} is not a TSIG key in BIND's format: {problem}.",
        "Create a new file: tsig-keygen NAME prints its content.");

    /// <summary>A publisher without a required setting.</summary>
    public static FindingRule PublisherIncomplete { get; } = Error(
        nameof(PublisherIncomplete),
        "{domain} is published by {type}, which requires the setting {setting}, but it is not set.",
        "Run Set-DkimConfiguration {setting} VALUE, with -Domain for some domains only. examples/config.json explains the setting.");

    /// <summary>A script that can't be run.</summary>
    public static FindingRule PublishScriptUnusable { get; } = Error(
        nameof(PublishScriptUnusable),
        "The script {path} can't be run: {problem}.",
        "Set publisher.script to a PowerShell script (.ps1) that belongs to root or to you and that nobody else can change, in folders "
        + "that nobody else can write to.");

    /// <summary>A script that failed.</summary>
    public static FindingRule PublishScriptFailed { get; } = Error(
        nameof(PublishScriptFailed),
        "The script {path} failed for {name}: {reason}.",
        "Fix the cause, and run the command again: it starts from the present records and does what is missing.");

    /// <summary>A record whose key signs mail.</summary>
    public static FindingRule RecordInUse { get; } = Error(
        nameof(RecordInUse),
        "The record of {name} can't be removed: {source} uses its key, and mail signed with it would fail verification.",
        "Rotate to another key with Invoke-DkimRotation, or stop signing with Disable-DkimSigning and wait until mail "
        + "signed with this key is delivered.");

    /// <summary>A record without a readable public key.</summary>
    public static FindingRule RecordWithoutKey { get; } = Error(
        nameof(RecordWithoutKey),
        "The record {name} contains no public key.",
        "Pipe records from Get-DkimRecord, or use -Domain and -Selector.");

    /// <summary>Neither a record nor a domain was given.</summary>
    public static FindingRule NothingToPublish { get; } = Error(
        nameof(NothingToPublish),
        "No record and no domain was given.",
        "Pipe records from Get-DkimRecord, or use -Domain.");
}
