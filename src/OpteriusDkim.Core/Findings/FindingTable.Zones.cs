namespace OpteriusDkim.Findings;

/// <content>Zones, their servers, and what they say about a record.</content>
internal static partial class FindingTable
{
    /// <summary>The zone of a name can't be found.</summary>
    public static FindingRule ZoneNotFound { get; } = Warning(
        nameof(ZoneNotFound),
        "The zone of {name} can't be found: {server} returns no SOA record ({detail}). Its name servers can't be queried.",
        "Check that the domain is delegated and its name servers answer (SERVFAIL is often a DNSSEC error: dig +cd then answers), or use "
        + "another resolver with -Server. To check yourself:{look}");

    /// <summary>The name servers of a zone can't be found.</summary>
    public static FindingRule ZoneServersUnknown { get; } = Warning(
        nameof(ZoneServersUnknown),
        "The name servers of the zone {zone} can't be found: {server} returns none ({detail}).",
        "Check that the zone is delegated, or use another resolver with -Server. To check yourself:{look}");

    /// <summary>DNSSEC validation fails.</summary>
    public static FindingRule DnssecFault { get; } = Error(
        nameof(DnssecFault),
        "{server} withholds the answer for {name} because DNSSEC validation fails: the signatures, or the zone's keys and the DS record "
        + "in the parent zone, don't match. Validating receivers can't see the record.",
        "Sign the zone again, or set the DS record at the registrar to the zone's present key (or remove it). The last of these commands "
        + "shows the records without validation:{look}");

    /// <summary>A name server with a private address.</summary>
    public static FindingRule PrivateServer { get; } = Warning(
        nameof(PrivateServer),
        "{server}, a name server of the zone of {name}, has a private address. Its answers don't show what receivers see.",
        "If the resolver returns internal servers for this domain, use a public resolver with -Server or dns.servers in the "
        + "configuration file. If this is intended, set the internal resolver there explicitly.");

    /// <summary>A name server that this host has no route to.</summary>
    public static FindingRule NoRoute { get; } = Information(
        nameof(NoRoute),
        "{server} was not queried: this host has no route to addresses of this family ({detail}).",
        "No action needed if other servers of the zone answer. This server is not counted.");

    /// <summary>A name server whose name has no address.</summary>
    public static FindingRule ServerWithoutAddress { get; } = Warning(
        nameof(ServerWithoutAddress),
        "{server}, a name server of the zone of {name}, could not be queried: no address found for it.",
        "Give it an A or AAAA record, or remove it from the zone's NS records and from the delegation at the registrar. Receivers that "
        + "try it first are delayed. To check yourself:{look}");

    /// <summary>A DNAME above the name.</summary>
    public static FindingRule DnameFollowed { get; } = Information(
        nameof(DnameFollowed),
        "{owner} has a DNAME record, so {name} leads to {target}.",
        "Publish the record below the target, not at its own name.");
}
