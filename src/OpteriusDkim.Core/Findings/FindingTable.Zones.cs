namespace OpteriusDkim;

/// <content>Zones, their servers, and what they say about a record.</content>
public static partial class FindingTable
{
    /// <summary>The zone that holds a name can't be found.</summary>
    public static FindingRule ZoneNotFound { get; } = Warning(
        nameof(ZoneNotFound),
        "The zone of {name} can't be found: {server} gives no answer for its SOA ({detail}). So its servers can't be asked.",
        "Check that the domain is delegated and its name servers answer (a SERVFAIL is often a DNSSEC fault: dig +cd then answers), or begin with another resolver: -Server. Look for yourself:{look}");

    /// <summary>A zone's servers can't be found.</summary>
    public static FindingRule ZoneServersUnknown { get; } = Warning(
        nameof(ZoneServersUnknown),
        "The name servers of the zone {zone} can't be found: {server} gives none ({detail}).",
        "Check that the zone is delegated, or begin with another resolver: -Server. Look for yourself:{look}");

    /// <summary>A resolver that doesn't give what it found, since DNSSEC disproves it.</summary>
    public static FindingRule DnssecFault { get; } = Error(
        nameof(DnssecFault),
        "{server} found an answer for {name} and withholds it, since DNSSEC disproves it: its signatures, or the zone's keys and the DS at its parent, do not fit. Receivers that validate do not see the record.",
        "Sign the zone again, or set the DS record at the registrar to the zone's present key (or remove it). The last of these commands shows the records without validation:{look}");

    /// <summary>A server of a zone on a private address.</summary>
    public static FindingRule PrivateServer { get; } = Warning(
        nameof(PrivateServer),
        "{server}, a name server of {name}'s zone, is on a private address: what it says proves nothing about what receivers see.",
        "If the resolver gives internal servers for this domain, ask one that sees it as the world does: -Server, or dns.servers in the configuration. If this is how it should be, name the resolver there all the same.");

    /// <summary>A server that this host has no way to.</summary>
    public static FindingRule NoRoute { get; } = Information(
        nameof(NoRoute),
        "{server} was not asked, since this host has no way to its kind of address ({detail}).",
        "No action needed where other servers of the zone answer; it is not counted.");

    /// <summary>A server whose name leads nowhere.</summary>
    public static FindingRule ServerWithoutAddress { get; } = Warning(
        nameof(ServerWithoutAddress),
        "{server}, a name server of {name}'s zone, could not be asked: no address was found for it.",
        "If it has none, give it an A or AAAA record, or take it out of the zone's NS records and, at the registrar, out of the delegation; receivers that try it first wait in vain. Look for yourself:{look}");

    /// <summary>A DNAME on the way.</summary>
    public static FindingRule DnameFollowed { get; } = Information(
        nameof(DnameFollowed),
        "All that is below {owner} is an alias (DNAME): {name} leads to {target}.",
        "The record is published below the target, not at its own name.");
}
