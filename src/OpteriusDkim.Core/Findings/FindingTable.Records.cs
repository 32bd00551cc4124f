namespace OpteriusDkim.Findings;

/// <content>What a published record says, and how it was answered.</content>
internal static partial class FindingTable
{
    /// <summary>No key in the store for the domain.</summary>
    public static FindingRule NotConfigured { get; } = Warning(
        nameof(NotConfigured),
        "No key has been generated for {domain} in {directory}.",
        "Create one with New-DkimKey -Domain {domain}.");

    /// <summary>No key under this selector.</summary>
    public static FindingRule SelectorNotConfigured { get; } = Warning(
        nameof(SelectorNotConfigured),
        "{domain} has no key under the selector {selector}; it has {selectors}.",
        "Use one of these with -Selector, or create a key with New-DkimKey -Domain {domain} -Selector {selector}.");

    /// <summary>A record that is missing while a signer uses its key.</summary>
    public static FindingRule RecordMissingWhileSigning { get; } = Error(
        nameof(RecordMissingWhileSigning),
        "{name} is not in DNS, but mail is signed with its key ({source}): receivers can't verify it.",
        "Publish the record now: Get-DkimRecord {domain} {selector} shows it. Or stop signing with the key: "
        + "Disable-DkimSigning {domain} {selector}.");

    /// <summary>NXDOMAIN.</summary>
    public static FindingRule NoSuchName { get; } = Warning(
        nameof(NoSuchName),
        "{server} reports that {name} doesn't exist: the record is not published yet, or not visible yet.",
        "Publish the record that Get-DkimRecord shows. Propagation usually takes 5 to 60 minutes. To check yourself:{look}");

    /// <summary>The name exists but has no TXT record.</summary>
    public static FindingRule NoData { get; } = Warning(
        nameof(NoData),
        "{server} reports that {name} exists but has no TXT record: it is not published yet, or not visible yet.",
        "Publish the record that Get-DkimRecord shows, as type TXT. Propagation usually takes 5 to 60 minutes. To check yourself:{look}");

    /// <summary>SERVFAIL or a similar response.</summary>
    public static FindingRule ServerFailure { get; } = Warning(
        nameof(ServerFailure),
        "{server} failed to answer for {name} ({detail}). The state of the record is unknown.",
        "Common causes are a DNSSEC error or unreachable name servers of the zone. To check yourself:{look}");

    /// <summary>REFUSED.</summary>
    public static FindingRule Refused { get; } = Warning(
        nameof(Refused),
        "{server} refuses to answer for {name}. The state of the record is unknown.",
        "Use -Server with a resolver that serves this host, or with an authoritative server of the zone. To check yourself:{look}");

    /// <summary>No answer within the timeout.</summary>
    public static FindingRule Timeout { get; } = Warning(
        nameof(Timeout),
        "{server} did not answer for {name} ({detail}). The state of the record is unknown.",
        "Check that the server is up and not blocked by a firewall (UDP and TCP), or use another -Server or a longer "
        + "-Timeout. To check yourself:{look}");

    /// <summary>A name server that refuses the connection or has no route.</summary>
    public static FindingRule ServerUnreachable { get; } = Warning(
        nameof(ServerUnreachable),
        "{server} can't be reached ({detail}). The state of the record {name} is unknown.",
        "Check that a name server runs at this address and port and that no firewall blocks UDP and TCP, or use another "
        + "-Server. To check yourself:{look}");

    /// <summary>A DNS response that can't be parsed.</summary>
    public static FindingRule Malformed { get; } = Warning(
        nameof(Malformed),
        "{server} sent a malformed response for {name} ({detail}). The state of the record is unknown.",
        "Use another -Server. To check yourself:{look}");

    /// <summary>The name is a CNAME.</summary>
    public static FindingRule CnameFollowed { get; } = Information(
        nameof(CnameFollowed),
        "{name} is an alias (CNAME) of {target}.",
        "Receivers use the record at the end of the alias chain.");

    /// <summary>Two or more TXT records.</summary>
    public static FindingRule SeveralRecords { get; } = Error(
        nameof(SeveralRecords),
        "{name} has {count} TXT records. Verifiers use the first, a random one or none.",
        "Delete all except the one that Get-DkimRecord shows.");

    /// <summary>The published key differs from the stored key.</summary>
    public static FindingRule DifferentKey { get; } = Error(
        nameof(DifferentKey),
        "The published key ({published}) differs from the stored key ({stored}).",
        "Replace the record with the one that Get-DkimRecord shows, or restore the private key that belongs to the published record.");

    /// <summary>The record isn't a valid tag list.</summary>
    public static FindingRule NotATagList { get; } = Error(
        nameof(NotATagList),
        "{part} is not of the form tag=value, which makes the record invalid (RFC 6376 3.2). OpenDKIM, and often Mail::DKIM, ignore it.",
        "Publish the value that Get-DkimRecord shows, with nothing before or after it.");

    /// <summary>A tag that occurs twice.</summary>
    public static FindingRule RepeatedTag { get; } = Error(
        nameof(RepeatedTag),
        "The tag {tag}= occurs twice, which makes the record invalid (RFC 6376 3.2). Lenient verifiers use the last one.",
        "Publish the value that Get-DkimRecord shows.");

    /// <summary>v= isn't first.</summary>
    public static FindingRule VersionNotFirst { get; } = Error(
        nameof(VersionNotFirst),
        "v= is not the first tag, as RFC 6376 3.6.1 requires. The verifiers that were tested accept it; a strict one ignores the record.",
        "Publish the value that Get-DkimRecord shows.");

    /// <summary>v= isn't DKIM1.</summary>
    public static FindingRule WrongVersion { get; } = Error(
        nameof(WrongVersion),
        "The version is {version}, but only DKIM1 is valid (RFC 6376 3.6.1). OpenDKIM and Mail::DKIM ignore the record.",
        "Publish the value that Get-DkimRecord shows.");

    /// <summary>No v=.</summary>
    public static FindingRule VersionMissing { get; } = Information(
        nameof(VersionMissing),
        "The record has no v=DKIM1. The tag is optional, and all verifiers that were tested accept the record without it.",
        "Begin the value with v=DKIM1;.");

    /// <summary>An unknown key type in k=.</summary>
    public static FindingRule UnknownKeyType { get; } = Error(
        nameof(UnknownKeyType),
        "The key type {type} is unknown (case matters). Mail::DKIM, MimeKit and usually OpenDKIM ignore such a record.",
        "Use k=rsa or k=ed25519.");

    /// <summary>No p=.</summary>
    public static FindingRule KeyDataMissing { get; } = Error(
        nameof(KeyDataMissing),
        "The record has no p=, the public key.",
        "Publish the whole value; some forms truncate it at the first semicolon.");

    /// <summary>An empty p=.</summary>
    public static FindingRule Revoked { get; } = Error(
        nameof(Revoked),
        "p= is empty: the key is revoked (RFC 6376 3.6.1).",
        "If this is not intended, publish the record that Get-DkimRecord shows.");

    /// <summary>p= can't be decoded.</summary>
    public static FindingRule KeyDataBroken { get; } = Error(
        nameof(KeyDataBroken),
        "p= is not a public key: {problem}.",
        "Publish the whole value that Get-DkimRecord shows, on one line or in the form that the provider expects.");

    /// <summary>A bare RSAPublicKey.</summary>
    public static FindingRule BareRsaKey { get; } = Warning(
        nameof(BareRsaKey),
        "p= contains a bare RSAPublicKey (PKCS#1). RFC 6376 3.6.1 names this form, but records in use contain a SubjectPublicKeyInfo "
        + "(erratum 3017), the only form that OpenDKIM, Rspamd, Mail::DKIM and MimeKit accept. dkimpy accepts both.",
        "Publish the value that Get-DkimRecord shows.");

    /// <summary>White space inside p=.</summary>
    public static FindingRule SpaceInKeyData { get; } = Warning(
        nameof(SpaceInKeyData),
        "p= contains white space. The standard permits it and all verifiers that were tested accept it, but it may show that "
        + "strings were joined with a space.",
        "Publish the value without spaces in p=. DNS joins the strings of a record without a separator.");

    /// <summary>h= without sha256.</summary>
    public static FindingRule HashNotPermitted { get; } = Error(
        nameof(HashNotPermitted),
        "h={hashes} does not permit sha256, the hash that DKIM signatures must use (RFC 8301). OpenDKIM and Mail::DKIM refuse them; "
        + "Rspamd and MimeKit don't check.",
        "Remove h= from the record, or write h=sha256.");

    /// <summary>s= without email.</summary>
    public static FindingRule ServiceNotPermitted { get; } = Error(
        nameof(ServiceNotPermitted),
        "s={services} does not permit use for mail. OpenDKIM and Mail::DKIM refuse the key; Rspamd and MimeKit don't check.",
        "Remove s= from the record, or write s=email.");

    /// <summary>t=y.</summary>
    public static FindingRule TestMode { get; } = Warning(
        nameof(TestMode),
        "t=y declares that the domain is testing DKIM. Receivers may treat its mail as unsigned, though all verifiers that were "
        + "tested report a valid signature.",
        "Publish the record without t=y once signing works.");
}
