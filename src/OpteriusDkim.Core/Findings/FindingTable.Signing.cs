namespace OpteriusDkim.Findings;

/// <content>Signers' tables and what they will do.</content>
internal static partial class FindingTable
{
    /// <summary>An entry that signs for a domain but isn't its own.</summary>
    public static FindingRule ForeignEntry { get; } = Error(
        nameof(ForeignEntry),
        "{source} signs for {domain} by {pattern}, but isn't {domain}'s own line. It is not changed.",
        "Change or remove the line by hand if it isn't meant for {domain}. If it signs for all domains, Enable-DkimSigning -Force puts "
        + "{domain}'s own line before it.");

    /// <summary>An entry that signs for some users of a domain.</summary>
    public static FindingRule ForeignEntryForSome { get; } = Error(
        nameof(ForeignEntryForSome),
        "{source} applies to some mail of {domain}: {pattern}. It is not changed, and would remain in effect.",
        "Remove or move the line by hand if these users' mail should be signed like the rest of {domain}.");

    /// <summary>An entry that would sign after the domain's own entries are removed.</summary>
    public static FindingRule SignedByOthers { get; } = Error(
        nameof(SignedByOthers),
        "Without its own entries {domain} would still be signed by {pattern} in {source}, which is not changed.",
        "Remove or narrow that line by hand first.");

    /// <summary>The key to replace doesn't sign.</summary>
    public static FindingRule NotSigningWith { get; } = Error(
        nameof(NotSigningWith),
        "{domain} isn't signed with the selector {selector}, so that key can't be replaced: {others}.",
        "Get-DkimSigning {domain} shows which selector signs. Use that selector, or use Enable-DkimSigning.");

    /// <summary>Another key of the domain already signs.</summary>
    public static FindingRule OtherKeySigns { get; } = Error(
        nameof(OtherKeySigns),
        "{domain} is already signed with {other} ({source}).",
        "Replace the key without a gap with Invoke-DkimRotation {domain}, or at once with Enable-DkimSigning -Force.");

    /// <summary>A key name that is used for another key.</summary>
    public static FindingRule KeyNameTaken { get; } = Error(
        nameof(KeyNameTaken),
        "{source} already uses the name {name} for another key, or other lines use it.",
        "Rename that entry by hand in both tables, or use a key with another selector.");

    /// <summary>A path that can't be used in the KeyTable.</summary>
    public static FindingRule KeyPathUnusable { get; } = Error(
        nameof(KeyPathUnusable),
        "The key's path can't be used in OpenDKIM's KeyTable: {path}. A line can have at most {limit} bytes, # begins a comment, % is "
        + "replaced with the sender's domain, and only ASCII is safe.",
        "Keep the keys in a folder with a plain path: set keyDirectory in the configuration file.");

    /// <summary>An algorithm that the daemon can't sign with.</summary>
    public static FindingRule AlgorithmNotSigned { get; } = Error(
        nameof(AlgorithmNotSigned),
        "This OpenDKIM ({version}, SignatureAlgorithm {configured}) can't sign with {algorithm} keys: it would refuse the mail (451), or "
        + "add a signature that can't be verified.",
        "Use a key of the configured algorithm, or use Rspamd, which supports both. Later versions of OpenDKIM support "
        + "an algorithm in the KeyTable.");

    /// <summary>A domain that isn't signed as intended after the change.</summary>
    public static FindingRule SigningNotProven { get; } = Error(
        nameof(SigningNotProven),
        "{domain}: {what}. {undone}.",
        "{advice}");

    /// <summary>An entry that never applies.</summary>
    public static FindingRule EntryShadowed { get; } = Warning(
        nameof(EntryShadowed),
        "{source} has no effect: {other} in {earlier} is before it and applies to all mail of {pattern}.",
        "Move the line before the other one, or remove one of them.");

    /// <summary>A key outside the store.</summary>
    public static FindingRule KeyNotInStore { get; } = Information(
        nameof(KeyNotInStore),
        "{source} signs with {path}, which is not a key in the store {directory} for this domain and selector.",
        "Run Import-DkimKey -Path {path} to import it, so that it can be verified and rotated.");

    /// <summary>An empty key file.</summary>
    public static FindingRule KeyFileEmpty { get; } = Error(
        nameof(KeyFileEmpty),
        "The key file {path} is empty: {effect}.",
        "Restore the file from a backup, or create a new key under another selector and configure the signer to use it.");

    /// <summary>A running daemon that was started with another configuration.</summary>
    public static FindingRule SignerReadsOtherFile { get; } = Error(
        nameof(SignerReadsOtherFile),
        "The running OpenDKIM (process {process}) was started with the configuration {running}. It doesn't read {path}.",
        "Use the file that it reads: Set-DkimConfiguration signer.configuration {running}. Or restart OpenDKIM with {path}.");

    /// <summary>A running daemon whose command line overrides its configuration.</summary>
    public static FindingRule SignerOptionsOverride { get; } = Warning(
        nameof(SignerOptionsOverride),
        "The running OpenDKIM (process {process}) was started with {options}, which overrides {path}{until}.",
        "Write the values to {path} and restart OpenDKIM without these options.{socket}");

    /// <summary>No entry signs for the domain.</summary>
    public static FindingRule NothingSigns { get; } = Error(
        nameof(NothingSigns),
        "No entry in {signer}'s configuration signs for {domain}.",
        "Run Enable-DkimSigning {domain}.");

    /// <summary>A domain with entries for some addresses only.</summary>
    public static FindingRule OnlySomeSigned { get; } = Warning(
        nameof(OnlySomeSigned),
        "Only some addresses of {domain} have an entry, such as {pattern} ({source}). All other mail of {domain} leaves unsigned.",
        "Remove the entries for single addresses, then run Enable-DkimSigning {domain} to sign all mail of the domain.");

    /// <summary>A key whose record is not verified in DNS.</summary>
    public static FindingRule KeyNotVerified { get; } = Error(
        nameof(KeyNotVerified),
        "{name} wasn't enabled because its record isn't verified in DNS ({status}): {why}.",
        "Correct DNS first, or sign anyway with Enable-DkimSigning -Force. {advice}");

    /// <summary>One of several signatures fails.</summary>
    public static FindingRule OtherSignatureFails { get; } = Error(
        nameof(OtherSignatureFails),
        "{source}: with MultipleSignatures another line applies to the same mail, but its key can't be used. The mail "
        + "isn't signed with this key either.",
        "Correct or remove the other line.");

    /// <summary>From is excluded from the signed header fields.</summary>
    public static FindingRule FromNotSigned { get; } = Error(
        nameof(FromNotSigned),
        "{source}: OmitHeaders contains From, which every signature must cover, so OpenDKIM signs nothing.",
        "Remove From from OmitHeaders, and reload OpenDKIM.");

    /// <summary>Unsigned mail that is refused.</summary>
    public static FindingRule UnsignedMailRefused { get; } = Warning(
        nameof(UnsignedMailRefused),
        "{source}: {directive} applies to mail that arrives without a signature and isn't signed here, including mail of this host.",
        "Set On-NoSignature accept in that file, unless this is intended.");

    /// <summary>InternalHosts without this host.</summary>
    public static FindingRule LocalHostIsExternal { get; } = Warning(
        nameof(LocalHostIsExternal),
        "{source}: InternalHosts doesn't list 127.0.0.1 or localhost, so mail submitted by this host without authentication leaves "
        + "unsigned. Mail from listed hosts and from authenticated users is signed.",
        "Add 127.0.0.1 and localhost to InternalHosts, and reload OpenDKIM.");

    /// <summary>PeerList contains this host.</summary>
    public static FindingRule LocalHostIsPeer { get; } = Error(
        nameof(LocalHostIsPeer),
        "{source}: PeerList contains this host (127.0.0.1 or localhost), so OpenDKIM leaves its mail unsigned.",
        "Remove it from PeerList, and reload OpenDKIM. Hosts whose mail should be signed belong in InternalHosts.");

    /// <summary>A domain in ExemptDomains.</summary>
    public static FindingRule DomainExempt { get; } = Error(
        nameof(DomainExempt),
        "{source}: ExemptDomains contains {domain}, so OpenDKIM leaves its mail unsigned.",
        "Remove the domain from ExemptDomains, and reload OpenDKIM.");
}
