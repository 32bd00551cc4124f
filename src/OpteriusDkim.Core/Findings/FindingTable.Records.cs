namespace OpteriusDkim;

/// <content>What a published record says, and how it was answered.</content>
public static partial class FindingTable
{
    /// <summary>No key in the store for this domain.</summary>
    public static FindingRule NotConfigured { get; } = Warning(
        nameof(NotConfigured),
        "No key has been generated for {domain} in {directory}.",
        "Make one with New-DkimKey -Domain {domain}.");

    /// <summary>No key under this selector.</summary>
    public static FindingRule SelectorNotConfigured { get; } = Warning(
        nameof(SelectorNotConfigured),
        "{domain} has no key under the selector {selector}; it has {selectors}.",
        "Name one of these with -Selector, or make a key with New-DkimKey -Domain {domain} -Selector {selector}.");

    /// <summary>No record, while a signer uses its key.</summary>
    public static FindingRule RecordMissingWhileSigning { get; } = Error(
        nameof(RecordMissingWhileSigning),
        "{name} is not in DNS, but mail is signed with its key ({source}): receivers can't verify it.",
        "Publish the record now: Get-DkimRecord {domain} {selector} shows it. Or stop signing with the key: Disable-DkimSigning {domain} {selector}.");

    /// <summary>NXDOMAIN.</summary>
    public static FindingRule NoSuchName { get; } = Warning(
        nameof(NoSuchName),
        "{server} says that there is no {name}: the record is not published yet, or not visible yet.",
        "Publish the record that Get-DkimRecord shows. Propagation takes 5 to 60 minutes as a rule. Look for yourself:{look}");

    /// <summary>The name exists and has no TXT record.</summary>
    public static FindingRule NoData { get; } = Warning(
        nameof(NoData),
        "{server} knows {name}, and has no TXT record there: it is not published yet, or not visible yet.",
        "Publish the record that Get-DkimRecord shows, as type TXT. Propagation takes 5 to 60 minutes as a rule. Look for yourself:{look}");

    /// <summary>SERVFAIL and its like.</summary>
    public static FindingRule ServerFailure { get; } = Warning(
        nameof(ServerFailure),
        "{server} failed to answer for {name} ({detail}): this says nothing about the record.",
        "Often a DNSSEC fault or unreachable name servers of the zone. Look for yourself:{look}");

    /// <summary>REFUSED.</summary>
    public static FindingRule Refused { get; } = Warning(
        nameof(Refused),
        "{server} refuses to answer for {name}: this says nothing about the record.",
        "Ask a resolver that serves this host, or an authoritative server of the zone, with -Server. Look for yourself:{look}");

    /// <summary>No answer in time.</summary>
    public static FindingRule Timeout { get; } = Warning(
        nameof(Timeout),
        "{server} did not answer for {name} ({detail}): this says nothing about the record.",
        "Check that the server is up and not firewalled (UDP and TCP), or give another -Server or a longer -Timeout. Look for yourself:{look}");

    /// <summary>A name server that refuses the connection, or that no route leads to.</summary>
    public static FindingRule ServerUnreachable { get; } = Warning(
        nameof(ServerUnreachable),
        "{server} can't be reached ({detail}): this says nothing about the record {name}.",
        "Check that a name server runs at this address and port and that no firewall refuses UDP and TCP, or give another -Server. Look for yourself:{look}");

    /// <summary>An answer that can't be read.</summary>
    public static FindingRule Malformed { get; } = Warning(
        nameof(Malformed),
        "{server} answered for {name} with something that can't be read ({detail}): this says nothing about the record.",
        "Ask another -Server. Look for yourself:{look}");

    /// <summary>A CNAME on the way.</summary>
    public static FindingRule CnameFollowed { get; } = Information(
        nameof(CnameFollowed),
        "{name} is an alias (CNAME) of {target}.",
        "The record that counts is the one at the end of the alias.");

    /// <summary>Two or more TXT records.</summary>
    public static FindingRule SeveralRecords { get; } = Error(
        nameof(SeveralRecords),
        "{name} has {count} TXT records, and verifiers take the first, a random one or none.",
        "Remove all but the one that Get-DkimRecord shows.");

    /// <summary>Another key than the stored one.</summary>
    public static FindingRule DifferentKey { get; } = Error(
        nameof(DifferentKey),
        "The published key ({published}) is not the stored one ({stored}).",
        "Publish the record that Get-DkimRecord shows in place of the other, or restore the private key that belongs to it.");

    /// <summary>The record isn't a tag list.</summary>
    public static FindingRule NotATagList { get; } = Error(
        nameof(NotATagList),
        "{part} is not tag=value, which makes the record invalid (RFC 6376 3.2): OpenDKIM, and often Mail::DKIM, ignore it.",
        "Publish the value as Get-DkimRecord shows it, and nothing before or after it.");

    /// <summary>A tag twice.</summary>
    public static FindingRule RepeatedTag { get; } = Error(
        nameof(RepeatedTag),
        "The tag {tag}= stands in the record twice, which makes it invalid (RFC 6376 3.2). Verifiers that don't care take the last one.",
        "Publish the value as Get-DkimRecord shows it.");

    /// <summary>v= isn't first.</summary>
    public static FindingRule VersionNotFirst { get; } = Error(
        nameof(VersionNotFirst),
        "v= is not the first tag, as it must be (RFC 6376 3.6.1). Those verifiers that were tried take it; a strict one ignores the record.",
        "Publish the value as Get-DkimRecord shows it.");

    /// <summary>v= isn't DKIM1.</summary>
    public static FindingRule WrongVersion { get; } = Error(
        nameof(WrongVersion),
        "The version is {version}, and DKIM1 is the only one (RFC 6376 3.6.1): OpenDKIM and Mail::DKIM ignore the record.",
        "Publish the value as Get-DkimRecord shows it.");

    /// <summary>No v=.</summary>
    public static FindingRule VersionMissing { get; } = Information(
        nameof(VersionMissing),
        "The record has no v=DKIM1. It may be left out, and all verifiers that were tried do without it.",
        "Begin the value with v=DKIM1;.");

    /// <summary>k= of another type.</summary>
    public static FindingRule UnknownKeyType { get; } = Error(
        nameof(UnknownKeyType),
        "The key type {type} is not known (case matters): Mail::DKIM, MimeKit and mostly OpenDKIM ignore such a record.",
        "It is k=rsa or k=ed25519.");

    /// <summary>No p=.</summary>
    public static FindingRule KeyDataMissing { get; } = Error(
        nameof(KeyDataMissing),
        "The record has no p=, the public key.",
        "Publish the whole value; some forms cut it at the first semicolon.");

    /// <summary>An empty p=.</summary>
    public static FindingRule Revoked { get; } = Error(
        nameof(Revoked),
        "p= is empty: the key is revoked (RFC 6376 3.6.1).",
        "If that isn't meant, publish the record that Get-DkimRecord shows.");

    /// <summary>p= can't be decoded.</summary>
    public static FindingRule KeyDataBroken { get; } = Error(
        nameof(KeyDataBroken),
        "p= is not a public key: {problem}.",
        "Publish the whole value as Get-DkimRecord shows it, on one line or as the provider's form wants it.");

    /// <summary>A bare RSAPublicKey.</summary>
    public static FindingRule BareRsaKey { get; } = Warning(
        nameof(BareRsaKey),
        "p= holds a bare RSAPublicKey (PKCS#1), which is unusual: RFC 6376 3.6.1 names this form, everybody publishes a SubjectPublicKeyInfo (erratum 3017), which alone OpenDKIM, Rspamd, Mail::DKIM and MimeKit accept; dkimpy accepts both.",
        "Publish the value as Get-DkimRecord shows it.");

    /// <summary>White space inside p=.</summary>
    public static FindingRule SpaceInKeyData { get; } = Warning(
        nameof(SpaceInKeyData),
        "p= has white space inside. The standard permits it and all verifiers that were tried take it; it may be a sign that strings were joined with a space.",
        "Strings are joined with nothing between; publish the value without spaces in p=.");

    /// <summary>h= without sha256.</summary>
    public static FindingRule HashNotPermitted { get; } = Error(
        nameof(HashNotPermitted),
        "h={hashes} does not permit sha256, the hash of all signatures made today (RFC 8301): OpenDKIM and Mail::DKIM refuse them; Rspamd and MimeKit don't look.",
        "Remove h= from the record, or write h=sha256.");

    /// <summary>s= without email.</summary>
    public static FindingRule ServiceNotPermitted { get; } = Error(
        nameof(ServiceNotPermitted),
        "s={services} does not permit the use for mail: OpenDKIM and Mail::DKIM refuse it; Rspamd and MimeKit don't look.",
        "Remove s= from the record, or write s=email.");

    /// <summary>t=y.</summary>
    public static FindingRule TestMode { get; } = Warning(
        nameof(TestMode),
        "t=y says that the domain only tests DKIM: receivers may treat its mail as unsigned, though all verifiers that were tried say that the signature is good.",
        "Publish the record without t=y once signing works.");
}
