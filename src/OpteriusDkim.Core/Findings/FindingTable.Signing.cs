namespace OpteriusDkim.Findings;

/// <content>Signers' tables and what they will do.</content>
internal static partial class FindingTable
{
    /// <summary>OpenDKIM doesn't use tables yet.</summary>
    public static FindingRule TablesNotConfigured { get; } = Error(
        nameof(TablesNotConfigured),
        "{path} names {missing}, so domains can't be enabled.",
        "Run Initialize-DkimSigner, which configures the signer and keeps its present signing keys.");

    /// <summary>A table that isn't a text file.</summary>
    public static FindingRule TableNotText { get; } = Error(
        nameof(TableNotText),
        "{source}: the {table} is of type {type}, which isn't a text file and can't be changed by this module.",
        "Change it with its own tools, or set the directive to a text file (file: or refile:).");

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

    /// <summary>A missing configuration file of the signer.</summary>
    public static FindingRule SignerConfigurationMissing { get; } = Error(
        nameof(SignerConfigurationMissing),
        "The signer's configuration file {path} was not found, so its signing keys are unknown.",
        "Correct signer.configuration in the module's configuration file (Get-DkimConfiguration shows its path), or install the signer.");

    /// <summary>A table that can't be replaced.</summary>
    public static FindingRule TableNotWritable { get; } = Error(
        nameof(TableNotWritable),
        "The file {path} can't be replaced: {reason}.",
        "Nothing was changed. Run the command as root. If root is refused too, check for an immutable folder (lsattr -d; chattr -i makes "
        + "it writable) and for a file mounted by itself, as into a container (findmnt; mount its folder instead).");

    /// <summary>A table in a folder that doesn't exist.</summary>
    public static FindingRule TableFolderMissing { get; } = Error(
        nameof(TableFolderMissing),
        "The file {path} can't be written: the folder {folder} doesn't exist.",
        "Create the folder with Initialize-DkimSigner, or correct the path in the signer's configuration. Nothing was changed.");

    /// <summary>A table on a read-only file system.</summary>
    public static FindingRule TableReadOnly { get; } = Error(
        nameof(TableReadOnly),
        "The file {path} can't be replaced: it is on a read-only file system.",
        "findmnt -T {path} shows the file system. If it should be writable: mount -o remount,rw. Nothing was changed.");

    /// <summary>A table that is immutable or append-only.</summary>
    public static FindingRule TableImmutable { get; } = Error(
        nameof(TableImmutable),
        "The file {path} can't be replaced: it is immutable or append-only (chattr +i or +a).",
        "Check the attributes with lsattr {path}. If the protection isn't intended: chattr -i -a {path}. Nothing was changed.");

    /// <summary>A table with several hard links.</summary>
    public static FindingRule TableHardLinked { get; } = Error(
        nameof(TableHardLinked),
        "The table {path} has {links} hard links. A change would leave the others with the old content.",
        "Replace the others with symbolic links to this file or with copies, and run the command again.");

    /// <summary>A table that was changed by another program during the command.</summary>
    public static FindingRule TableChanged { get; } = Error(
        nameof(TableChanged),
        "{path} was changed by another program while the command ran. This command did not change it.",
        "Run the command again.");

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

    /// <summary>Both signers are installed and none is chosen.</summary>
    public static FindingRule SignerNotChosen { get; } = Error(
        nameof(SignerNotChosen),
        "Both OpenDKIM and Rspamd are installed and signer.type is not set.",
        "Use -Signer OpenDkim or -Signer Rspamd, or write {line} (or Rspamd) to {path}: Set-DkimConfiguration signer.type OpenDkim.");

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

    /// <summary>Postfix doesn't pass mail to the signer.</summary>
    public static FindingRule PostfixNotWired { get; } = Warning(
        nameof(PostfixNotWired),
        "Postfix ({path}) doesn't pass {mail} to {signer}: its socket ({sockets}) is missing from {settings}.",
        "Run these commands as root, in this order. Present values are kept. With milter_default_action = accept, mail leaves unsigned "
        + "while the signer is down; with tempfail it is refused with 451.{commands}");

    /// <summary>A signer whose socket Postfix can't reach.</summary>
    public static FindingRule PostfixCannotConnect { get; } = Error(
        nameof(PostfixCannotConnect),
        "Postfix ({path}) can't connect to {signer}: {problem}. With milter_default_action = {action}, {mail} {result}.",
        "Run these commands as root, in this order. Present values are kept. With milter_default_action = accept, mail leaves unsigned "
        + "while the signer is down; with tempfail it is refused with 451.{commands}");

    /// <summary>A daemon that must be restarted.</summary>
    public static FindingRule SignerRestartNeeded { get; } = Information(
        nameof(SignerRestartNeeded),
        "{path} now names tables that the running daemon has not loaded yet.",
        "Restart the daemon now: systemctl restart {unit}. Later changes to the tables need only a reload, which Enable-DkimSigning does.");

    /// <summary>A single-key configuration that can't be converted to tables.</summary>
    public static FindingRule SingleKeyNotConvertible { get; } = Error(
        nameof(SingleKeyNotConvertible),
        "{path} makes OpenDKIM sign by Domain, Selector and KeyFile, which can't be converted to table entries: {reason}.",
        "Write the entries by hand and test them with a message (opendkim -t FILE). The configuration was not changed.");

    /// <summary>A new configuration that doesn't sign as the old one does.</summary>
    public static FindingRule SetupNotProven { get; } = Error(
        nameof(SetupNotProven),
        "With tables instead of Domain, Selector and KeyFile, {domain} would not be signed as it is now: {what}.",
        "Nothing was changed. Correct this, then run Initialize-DkimSigner again.");

    /// <summary>A key whose record is not verified in DNS.</summary>
    public static FindingRule KeyNotVerified { get; } = Error(
        nameof(KeyNotVerified),
        "{name} wasn't enabled because its record isn't verified in DNS ({status}): {why}.",
        "{advice} To sign anyway, use Enable-DkimSigning -Force.{commands}");

    /// <summary>A KeyTable that opendkim-testkey can't read.</summary>
    public static FindingRule KeyTableAsRefile { get; } = Warning(
        nameof(KeyTableAsRefile),
        "The KeyTable {path} is configured as refile: OpenDKIM signs with it, but opendkim-testkey can't read it.",
        "Change refile: to file: for the KeyTable (the SigningTable keeps refile:), and reload OpenDKIM.");

    /// <summary>A configuration with Domain, Selector and KeyFile.</summary>
    public static FindingRule SingleKeySigning { get; } = Information(
        nameof(SingleKeySigning),
        "OpenDKIM signs by Domain, Selector and KeyFile in {path}, with one key for all these domains.",
        "Run Initialize-DkimSigner to convert them to table entries, which can be changed for each domain.");

    /// <summary>An indented line in a refile: table.</summary>
    public static FindingRule SigningLineIgnored { get; } = Warning(
        nameof(SigningLineIgnored),
        "{source} begins with a space. OpenDKIM ignores such a line under refile:, so it has no effect.",
        "Remove the space if the line is needed, or make it a comment with #.");

    /// <summary>A line that OpenDKIM splits.</summary>
    public static FindingRule TableLineTooLong { get; } = Error(
        nameof(TableLineTooLong),
        "{source} has more than {limit} bytes. OpenDKIM reads the rest as another line.",
        "Shorten the line, even if it is a comment.");

    /// <summary>A line without a key name, which crashes OpenDKIM.</summary>
    public static FindingRule SigningLineCrashes { get; } = Error(
        nameof(SigningLineCrashes),
        "{source} has the pattern {pattern} but no key name. Under refile: OpenDKIM crashes at the first mail that matches; otherwise it "
        + "refuses the table, or the mail temporarily (451).",
        "Add the name of a key from the KeyTable, or remove the line, immediately.");

    /// <summary>A line with an empty key name.</summary>
    public static FindingRule SigningLineWithoutKey { get; } = Error(
        nameof(SigningLineWithoutKey),
        "{source} names no key for {pattern}. Mail that matches is refused temporarily (tempfail).",
        "Add the name of a key from the KeyTable, or remove the line.");

    /// <summary>A pattern that is not a valid regular expression.</summary>
    public static FindingRule PatternBroken { get; } = Error(
        nameof(PatternBroken),
        "{source}: OpenDKIM can't parse the pattern {pattern}, so it doesn't load the table.",
        "Correct the pattern. * is the only wildcard; brackets, braces, ?, | and backslashes have special meanings.");

    /// <summary>A bare domain in a table of patterns.</summary>
    public static FindingRule BareDomainInRefile { get; } = Error(
        nameof(BareDomainInRefile),
        "{source}: under refile: the pattern {pattern} matches no address, so this line has no effect.",
        "Change it to {suggestion}.");

    /// <summary>A pattern that no address can match.</summary>
    public static FindingRule PatternMatchesNothing { get; } = Error(
        nameof(PatternMatchesNothing),
        "{source}: under refile: the pattern {pattern} matches no address, so this line has no effect.",
        "Change it to {suggestion}. A pattern is compared with the whole address, user@domain in ASCII.");

    /// <summary>A name in a plain file that no address can match.</summary>
    public static FindingRule NameMatchesNothing { get; } = Error(
        nameof(NameMatchesNothing),
        "{source}: {pattern} matches no address, so this line has no effect.",
        "In a SigningTable without refile:, use example.com for a domain, .example.com for its subdomains, or user@example.com, in ASCII.");

    /// <summary>A signing identity without an @.</summary>
    public static FindingRule SignerIdentityBroken { get; } = Error(
        nameof(SignerIdentityBroken),
        "{source}: the identity after the colon, {identity}, has no @. OpenDKIM can't create the signature, and the mail leaves unsigned.",
        "Use @example.com or user@example.com after the colon, or remove the colon and the identity.");

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

    /// <summary>A fourth field of the KeyTable.</summary>
    public static FindingRule KeyTableFieldUnknown { get; } = Error(
        nameof(KeyTableFieldUnknown),
        "{source}: the installed OpenDKIM doesn't support the fourth field, {algorithm}, and reads it as part of the path. Mail that "
        + "should be signed with this key is refused temporarily (451).",
        "Remove :{algorithm} from the end of the line, or install a version that supports it.");

    /// <summary>A daemon that only verifies.</summary>
    public static FindingRule SignerOnlyVerifies { get; } = Error(
        nameof(SignerOnlyVerifies),
        "{source}: Mode {mode} doesn't contain s, so OpenDKIM signs nothing.",
        "Set Mode sv (or s) in that file and reload OpenDKIM.");

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

    /// <summary>A wildcard in a table of plain names.</summary>
    public static FindingRule WildcardInPlainFile { get; } = Error(
        nameof(WildcardInPlainFile),
        "{source}: the pattern {pattern} contains a wildcard, which OpenDKIM supports only under refile:. This table is a plain file.",
        "Put refile: before the SigningTable's path in opendkim.conf, or use the bare domain in the table.");

    /// <summary>A pattern that matches every address.</summary>
    public static FindingRule SignsForEverybody { get; } = Warning(
        nameof(SignsForEverybody),
        "{source}: {pattern} signs mail of every domain that no earlier line matches.",
        "Replace it with one line for each domain that should be signed.");

    /// <summary>A key name that isn't in the KeyTable.</summary>
    public static FindingRule KeyNameUnknown { get; } = Error(
        nameof(KeyNameUnknown),
        "{source} names the key {name}, which isn't in {table}. Mail that matches the line is refused temporarily (tempfail).",
        "Add the key to the KeyTable, or remove the line (Enable-DkimSigning -Force and Disable-DkimSigning do "
        + "this for a domain's own line).");

    /// <summary>A KeyTable line with too few fields.</summary>
    public static FindingRule KeyTableLineBroken { get; } = Error(
        nameof(KeyTableLineBroken),
        "{source} is not of the form name domain:selector:path. Mail that should be signed with this key is "
        + "refused temporarily (tempfail).",
        "Correct the line.");

    /// <summary>Spaces around the colons of a KeyTable line.</summary>
    public static FindingRule KeyTableSpaces { get; } = Error(
        nameof(KeyTableSpaces),
        "{source} has spaces around its colons. OpenDKIM includes the spaces in d= and s=, and no receiver can verify such a signature.",
        "Remove the spaces: name domain:selector:/path.");

    /// <summary>A third field that is neither a path nor a key.</summary>
    public static FindingRule KeyTablePathUnusable { get; } = Error(
        nameof(KeyTablePathUnusable),
        "{source}: the third field is neither a path that begins with / or ./ nor a base64 private key. Mail that should be signed with "
        + "this key is refused temporarily (451).",
        "Use name domain:selector:/path/to/key, without file: before the path and without a space after the colon.");

    /// <summary>A KeyTable entry that isn't ASCII.</summary>
    public static FindingRule KeyTableNotAscii { get; } = Error(
        nameof(KeyTableNotAscii),
        "{source}: the domain or selector contains characters that are not ASCII ({domain}). OpenDKIM aborts at the first mail "
        + "that is signed with this entry.",
        "Use the ASCII form of the domain (xn--...).");

    /// <summary>A table of a type that can't be read here.</summary>
    public static FindingRule TableNotReadable { get; } = Error(
        nameof(TableNotReadable),
        "{source}: {table} is of type {type}, which can't be read here. The keys that OpenDKIM uses are unknown, "
        + "and all keys count as in use.",
        "Use Test-DkimSigning, which asks the daemon itself. To list and change entries here, use a text file (file: or refile:).");

    /// <summary>A private key in the KeyTable itself.</summary>
    public static FindingRule KeyInTable { get; } = Warning(
        nameof(KeyInTable),
        "{source} contains a private key itself. Anyone who can read the table has the key, and it can't be changed here.",
        "Move the key to a file (Import-DkimKey imports it into the store), and put the path of the file into the table.");
}
