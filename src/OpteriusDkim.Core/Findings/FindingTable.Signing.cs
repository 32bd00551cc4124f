namespace OpteriusDkim;

/// <content>Signers' tables and what they will do.</content>
public static partial class FindingTable
{
    /// <summary>A daemon that reads no tables yet.</summary>
    public static FindingRule TablesNotConfigured { get; } = Error(
        nameof(TablesNotConfigured),
        "{path} names {missing}, so there are no tables in which a domain could be enabled.",
        "Run Initialize-DkimSigner, which sets the signer up and keeps what it signs now.");

    /// <summary>A table that is a database or a list.</summary>
    public static FindingRule TableNotText { get; } = Error(
        nameof(TableNotText),
        "{source}: the {table} is of the type {type}, which isn't a text file and isn't changed here.",
        "Change it by its own means, or let the directive name a text file (file: or refile:).");

    /// <summary>An entry that signs for a domain and isn't its own.</summary>
    public static FindingRule ForeignEntry { get; } = Error(
        nameof(ForeignEntry),
        "{source} signs for {domain} by {pattern}, and isn't {domain}'s own line alone: it is not changed here.",
        "Change or remove the line by hand if it isn't meant for {domain}. Where it signs for all domains, Enable-DkimSigning -Force puts {domain}'s own line before it.");

    /// <summary>An entry that signs for some users of a domain.</summary>
    public static FindingRule ForeignEntryForSome { get; } = Error(
        nameof(ForeignEntryForSome),
        "{source} decides about some mail of {domain}, {pattern}: it is not changed here, and would go on to.",
        "Remove the line by hand, or move it, if these users are to be signed as the others of {domain} are.");

    /// <summary>An entry that would sign once the domain's own is gone.</summary>
    public static FindingRule SignedByOthers { get; } = Error(
        nameof(SignedByOthers),
        "Without its own entries {domain} would still be signed: by {pattern} in {source}, which isn't changed here.",
        "Remove or narrow that line by hand first.");

    /// <summary>A switch from a key that doesn't sign.</summary>
    public static FindingRule NotSigningWith { get; } = Error(
        nameof(NotSigningWith),
        "{domain} isn't signed with the selector {selector}, which was to be replaced: {others}.",
        "Get-DkimSigning {domain} shows what signs; name that selector, or use Enable-DkimSigning.");

    /// <summary>Another key of the domain that signs.</summary>
    public static FindingRule OtherKeySigns { get; } = Error(
        nameof(OtherKeySigns),
        "{domain} is already signed with {other} ({source}).",
        "Replace the key without a gap with Invoke-DkimRotation {domain}, or at once with Enable-DkimSigning -Force.");

    /// <summary>A key name that means another key.</summary>
    public static FindingRule KeyNameTaken { get; } = Error(
        nameof(KeyNameTaken),
        "{source} already gives the name {name} to another key, or others use it.",
        "Rename that entry by hand, in both tables, or use a key with another selector.");

    /// <summary>A path that can't stand in a table.</summary>
    public static FindingRule KeyPathUnusable { get; } = Error(
        nameof(KeyPathUnusable),
        "The key's path can't stand in OpenDKIM's KeyTable: {path}. A line has at most {limit} bytes, a # begins a comment, a % stands for the sender's domain, and only ASCII is safe.",
        "Keep the keys in a folder with a plain path: keyDirectory in the configuration file.");

    /// <summary>An algorithm that the daemon doesn't sign with.</summary>
    public static FindingRule AlgorithmNotSigned { get; } = Error(
        nameof(AlgorithmNotSigned),
        "This OpenDKIM ({version}, SignatureAlgorithm {configured}) can't sign with {algorithm} keys: it would refuse the mail (451), or sign it so that nobody can verify it.",
        "Use a key of the algorithm that it signs with, or Rspamd, which signs with both. A later OpenDKIM takes the algorithm in the KeyTable.");

    /// <summary>A configuration file that isn't there.</summary>
    public static FindingRule SignerConfigurationMissing { get; } = Error(
        nameof(SignerConfigurationMissing),
        "There is no {path}, which is to be the signer's own configuration: it is not known what it signs.",
        "Set signer.configuration right in the module's configuration file (Get-DkimConfiguration shows which that is), or install the signer.");

    /// <summary>A table that can't be replaced.</summary>
    public static FindingRule TableNotWritable { get; } = Error(
        nameof(TableNotWritable),
        "The file {path} can't be replaced: {reason}.",
        "Nothing was changed. Run the command as root. If root is refused too, check for an immutable folder (lsattr -d; chattr -i makes it writable) and for a file mounted by itself, as into a container (findmnt; mount its folder instead).");

    /// <summary>A table in a folder that isn't there.</summary>
    public static FindingRule TableFolderMissing { get; } = Error(
        nameof(TableFolderMissing),
        "The file {path} can't be written: the folder {folder} doesn't exist.",
        "Create the folder with Initialize-DkimSigner, or correct the path in the signer's configuration. Nothing was changed.");

    /// <summary>A table on a read-only file system.</summary>
    public static FindingRule TableReadOnly { get; } = Error(
        nameof(TableReadOnly),
        "The file {path} can't be replaced: it lies on a read-only file system.",
        "findmnt -T {path} shows which; mount -o remount,rw makes it writable where it is meant to be. Nothing was changed.");

    /// <summary>A table that chattr(1) fixed.</summary>
    public static FindingRule TableImmutable { get; } = Error(
        nameof(TableImmutable),
        "The file {path} can't be replaced: it is immutable or append-only (chattr +i or +a).",
        "Find out why (lsattr {path}); chattr -i -a {path} takes it away. Nothing was changed.");

    /// <summary>A table with a second name.</summary>
    public static FindingRule TableHardLinked { get; } = Error(
        nameof(TableHardLinked),
        "The table {path} has {links} names (hard links): a change would leave the others with the old content.",
        "Make the others symbolic links to this one, or copies, and run the command again.");

    /// <summary>A table that somebody wrote meanwhile.</summary>
    public static FindingRule TableChanged { get; } = Error(
        nameof(TableChanged),
        "{path} was changed by somebody else while the command ran; it was left as it is.",
        "Run the command again.");

    /// <summary>A domain that is signed otherwise than wanted, after all is done.</summary>
    public static FindingRule SigningNotProven { get; } = Error(
        nameof(SigningNotProven),
        "{domain}: {what}. {undone}.",
        "{advice}");

    /// <summary>An entry that never comes to sign.</summary>
    public static FindingRule EntryShadowed { get; } = Warning(
        nameof(EntryShadowed),
        "{source} signs nothing: {other} in {earlier} takes all mail of {pattern} before it.",
        "Move the line before the other, or remove one of them.");

    /// <summary>A key outside the store.</summary>
    public static FindingRule KeyNotInStore { get; } = Information(
        nameof(KeyNotInStore),
        "{source} signs with {path}, which is not a key of the store {directory} under this domain and selector.",
        "Import-DkimKey -Path {path} takes it into the store, where it can be verified and rotated.");

    /// <summary>A key file without a byte.</summary>
    public static FindingRule KeyFileEmpty { get; } = Error(
        nameof(KeyFileEmpty),
        "The key file {path} is empty: {effect}.",
        "Restore the file from a backup, or make a new key under another selector and let the signer use that.");

    /// <summary>Both signers on this host.</summary>
    public static FindingRule SignerNotChosen { get; } = Error(
        nameof(SignerNotChosen),
        "Both OpenDKIM and Rspamd are installed and signer.type is not set.",
        "Use -Signer OpenDkim or -Signer Rspamd, or write {line} (or Rspamd) to {path}: Set-DkimConfiguration signer.type OpenDkim.");

    /// <summary>A domain that no entry signs for.</summary>
    public static FindingRule NothingSigns { get; } = Error(
        nameof(NothingSigns),
        "No entry of {signer} signs for {domain}.",
        "Enable-DkimSigning {domain} makes it sign.");

    /// <summary>A domain of which only some addresses are signed.</summary>
    public static FindingRule OnlySomeSigned { get; } = Warning(
        nameof(OnlySomeSigned),
        "Only some addresses of {domain} have an entry, such as {pattern} ({source}). All other mail of {domain} leaves unsigned.",
        "Enable-DkimSigning {domain} signs all mail of the domain; remove the entries for single addresses first.");

    /// <summary>Postfix that doesn't hand its mail to the signer.</summary>
    public static FindingRule PostfixNotWired { get; } = Warning(
        nameof(PostfixNotWired),
        "Postfix ({path}) doesn't hand {mail} to {signer}: its socket ({sockets}) is missing from {settings}.",
        "Run these commands as root, in this order. Values that are set now are kept. With milter_default_action = accept, mail leaves unsigned while the signer is down; with tempfail it is refused with 451.{commands}");

    /// <summary>A signer whose socket Postfix can't reach.</summary>
    public static FindingRule PostfixCannotConnect { get; } = Error(
        nameof(PostfixCannotConnect),
        "Postfix ({path}) can't connect to {signer}: {problem}. With milter_default_action = {action}, {mail} {result}.",
        "Run these commands as root, in this order. Values that are set now are kept. With milter_default_action = accept, mail leaves unsigned while the signer is down; with tempfail it is refused with 451.{commands}");

    /// <summary>A daemon that has to be started anew.</summary>
    public static FindingRule SignerRestartNeeded { get; } = Information(
        nameof(SignerRestartNeeded),
        "{path} now names tables that the running daemon has not read yet.",
        "Restart the daemon now: systemctl restart {unit}. Later changes to the tables need only a reload, which Enable-DkimSigning does.");

    /// <summary>A single-key configuration that no entry stands for.</summary>
    public static FindingRule SingleKeyNotConvertible { get; } = Error(
        nameof(SingleKeyNotConvertible),
        "{path} makes OpenDKIM sign by Domain, Selector and KeyFile, and that can't be written as entries of tables: {reason}.",
        "Write the entries by hand and try them with opendkim -t; until then the configuration is left as it is.");

    /// <summary>A new configuration that doesn't sign as the old one.</summary>
    public static FindingRule SetupNotProven { get; } = Error(
        nameof(SetupNotProven),
        "With tables in place of Domain, Selector and KeyFile {domain} would not be signed as it is now: {what}.",
        "Nothing was changed. Correct this, then run Initialize-DkimSigner again.");

    /// <summary>A key that isn't proved to be in DNS.</summary>
    public static FindingRule KeyNotVerified { get; } = Error(
        nameof(KeyNotVerified),
        "{name} wasn't enabled because its record isn't verified in DNS ({status}): {why}.",
        "Use Enable-DkimSigning -Force to sign anyway. {advice}{commands}");

    /// <summary>A KeyTable that opendkim-testkey can't read.</summary>
    public static FindingRule KeyTableAsRefile { get; } = Warning(
        nameof(KeyTableAsRefile),
        "The KeyTable {path} is configured as refile: OpenDKIM signs with it, but opendkim-testkey can't read it.",
        "Write file: in place of refile: for the KeyTable (the SigningTable keeps refile:), and reload OpenDKIM.");

    /// <summary>A configuration with Domain, Selector and KeyFile.</summary>
    public static FindingRule SingleKeySigning { get; } = Information(
        nameof(SingleKeySigning),
        "OpenDKIM signs by Domain, Selector and KeyFile of {path}, with one key for all these domains.",
        "Initialize-DkimSigner turns them into entries of tables, which can be changed domain by domain.");

    /// <summary>An indented line of a refile.</summary>
    public static FindingRule SigningLineIgnored { get; } = Warning(
        nameof(SigningLineIgnored),
        "{source} begins with a space, and OpenDKIM skips such a line of a refile: it signs nothing.",
        "Remove the space if the line is meant, or put a # before it.");

    /// <summary>A line that the daemon cuts.</summary>
    public static FindingRule TableLineTooLong { get; } = Error(
        nameof(TableLineTooLong),
        "{source} has more than {limit} bytes: OpenDKIM takes the rest for another line.",
        "Shorten the line, also where it is a comment.");

    /// <summary>A line without a key name, over which the daemon falls.</summary>
    public static FindingRule SigningLineCrashes { get; } = Error(
        nameof(SigningLineCrashes),
        "{source} has a pattern, {pattern}, and no key name: under refile: OpenDKIM crashes at the first mail that it matches; else it doesn't load the table, or refuses the mail for now (451).",
        "Add the name of a key from the KeyTable, or remove the line, at once.");

    /// <summary>A line whose key name is empty.</summary>
    public static FindingRule SigningLineWithoutKey { get; } = Error(
        nameof(SigningLineWithoutKey),
        "{source} names no key for {pattern}: all mail that it matches is refused for now (tempfail).",
        "Add the name of a key from the KeyTable, or remove the line.");

    /// <summary>A pattern that is no regular expression.</summary>
    public static FindingRule PatternBroken { get; } = Error(
        nameof(PatternBroken),
        "{source}: OpenDKIM can't read the pattern {pattern}, and so not load the table.",
        "Mend the pattern: * is the only wildcard, and brackets, braces, ?, | and backslashes have a meaning of their own.");

    /// <summary>A bare domain where patterns are wanted.</summary>
    public static FindingRule BareDomainInRefile { get; } = Error(
        nameof(BareDomainInRefile),
        "{source}: under refile: the pattern {pattern} matches no address, so this line signs nothing.",
        "Write {suggestion} instead.");

    /// <summary>A pattern that no address can match.</summary>
    public static FindingRule PatternMatchesNothing { get; } = Error(
        nameof(PatternMatchesNothing),
        "{source}: under refile: the pattern {pattern} matches no address, so this line signs nothing.",
        "Write {suggestion} instead: a pattern is compared with the whole address, user@domain in ASCII.");

    /// <summary>A name of a plain file that no address can match.</summary>
    public static FindingRule NameMatchesNothing { get; } = Error(
        nameof(NameMatchesNothing),
        "{source}: {pattern} matches no address, so this line signs nothing.",
        "In a SigningTable without refile: write example.com for a domain, .example.com for its subdomains, or user@example.com, in ASCII.");

    /// <summary>An identity that makes signatures fail.</summary>
    public static FindingRule SignerIdentityBroken { get; } = Error(
        nameof(SignerIdentityBroken),
        "{source}: the identity after the colon, {identity}, has no @. OpenDKIM can't put the signature together, and the mail leaves unsigned.",
        "Write @example.com or user@example.com after the colon, or remove the colon and the identity.");

    /// <summary>Several signatures, of which one fails.</summary>
    public static FindingRule OtherSignatureFails { get; } = Error(
        nameof(OtherSignatureFails),
        "{source}: with MultipleSignatures another line applies to the same mail, and its key can't be used, so the mail isn't signed with this key either.",
        "Correct or remove the other line.");

    /// <summary>From among the fields that aren't signed.</summary>
    public static FindingRule FromNotSigned { get; } = Error(
        nameof(FromNotSigned),
        "{source}: OmitHeaders contains From, which every signature has to cover, so OpenDKIM signs nothing.",
        "Remove From from OmitHeaders, and reload OpenDKIM.");

    /// <summary>Mail without a signature that is refused.</summary>
    public static FindingRule UnsignedMailRefused { get; } = Warning(
        nameof(UnsignedMailRefused),
        "{source}: {directive} applies to mail that arrives without a signature and isn't signed here, also to this host's own.",
        "Set On-NoSignature accept, unless that is what you want.");

    /// <summary>A fourth field of the KeyTable.</summary>
    public static FindingRule KeyTableFieldUnknown { get; } = Error(
        nameof(KeyTableFieldUnknown),
        "{source}: the installed OpenDKIM doesn't know the fourth field, {algorithm}, and takes it for a part of the path. Mail that is to be signed with it is refused for now (451).",
        "Remove :{algorithm} from the end of the line, or install a version that supports it.");

    /// <summary>A daemon that only verifies.</summary>
    public static FindingRule SignerOnlyVerifies { get; } = Error(
        nameof(SignerOnlyVerifies),
        "{source}: Mode {mode} has no s, so OpenDKIM signs nothing.",
        "Set Mode sv (or s) in that file and reload OpenDKIM.");

    /// <summary>InternalHosts without this host.</summary>
    public static FindingRule LocalHostIsExternal { get; } = Warning(
        nameof(LocalHostIsExternal),
        "{source}: InternalHosts doesn't list 127.0.0.1 or localhost, so mail that this host itself submits without a login leaves unsigned. Mail from listed hosts and from authenticated users is signed.",
        "Add 127.0.0.1 and localhost to InternalHosts, and reload OpenDKIM.");

    /// <summary>PeerList with this host.</summary>
    public static FindingRule LocalHostIsPeer { get; } = Error(
        nameof(LocalHostIsPeer),
        "{source}: PeerList contains this host (127.0.0.1 or localhost), so OpenDKIM passes its mail on unsigned.",
        "Remove it from PeerList; hosts whose mail is to be signed belong in InternalHosts.");

    /// <summary>A domain in ExemptDomains.</summary>
    public static FindingRule DomainExempt { get; } = Error(
        nameof(DomainExempt),
        "{source}: ExemptDomains contains {domain}, so OpenDKIM passes its mail on unsigned.",
        "Remove the domain from ExemptDomains, and reload OpenDKIM.");

    /// <summary>A wildcard where names are wanted.</summary>
    public static FindingRule WildcardInPlainFile { get; } = Error(
        nameof(WildcardInPlainFile),
        "{source}: the pattern {pattern} has a wildcard, which OpenDKIM takes under refile: only; this table is a plain file.",
        "Write refile: before the SigningTable's path in opendkim.conf, or the bare domain in the table.");

    /// <summary>A pattern that takes every address there is.</summary>
    public static FindingRule SignsForEverybody { get; } = Warning(
        nameof(SignsForEverybody),
        "{source}: {pattern} signs the mail of every domain that no earlier line takes.",
        "Replace it by a line for each domain that is meant.");

    /// <summary>A key name that the KeyTable doesn't have.</summary>
    public static FindingRule KeyNameUnknown { get; } = Error(
        nameof(KeyNameUnknown),
        "{source} names the key {name}, which {table} doesn't have: all mail that the line matches is refused for now (tempfail).",
        "Add the key to the KeyTable, or remove the line (Enable-DkimSigning -Force and Disable-DkimSigning do that for a domain's own line).");

    /// <summary>A KeyTable line with too few fields.</summary>
    public static FindingRule KeyTableLineBroken { get; } = Error(
        nameof(KeyTableLineBroken),
        "{source} is not of the form name domain:selector:path: mail that is to be signed with it is refused for now (tempfail).",
        "Mend the line.");

    /// <summary>Spaces beside the colons of a KeyTable line.</summary>
    public static FindingRule KeyTableSpaces { get; } = Error(
        nameof(KeyTableSpaces),
        "{source} has spaces around its colons: OpenDKIM signs with the spaces in d= and s=, and no receiver can verify such a signature.",
        "Remove the spaces: name domain:selector:/path.");

    /// <summary>A third field that is neither a path nor a key.</summary>
    public static FindingRule KeyTablePathUnusable { get; } = Error(
        nameof(KeyTablePathUnusable),
        "{source}: the third field is neither a path that begins with / or ./ nor a private key in base64. Mail that is to be signed with it is refused for now (451).",
        "Write name domain:selector:/path/to/key, without file: before the path and without a space after the colon.");

    /// <summary>A KeyTable entry that isn't ASCII.</summary>
    public static FindingRule KeyTableNotAscii { get; } = Error(
        nameof(KeyTableNotAscii),
        "{source}: the domain or selector has characters that are not ASCII ({domain}). OpenDKIM aborts at the first mail that is signed with this entry.",
        "Write the domain in its ASCII form (xn--...).");

    /// <summary>A table in a database or the like.</summary>
    public static FindingRule TableNotReadable { get; } = Error(
        nameof(TableNotReadable),
        "{source}: {table} is of the type {type}, which can't be read here. What OpenDKIM signs with it is unknown, and all keys count as in use.",
        "Test-DkimSigning asks the daemon itself. To list and change entries here, use a text file (file: or refile:).");

    /// <summary>A key that stands in the KeyTable itself.</summary>
    public static FindingRule KeyInTable { get; } = Warning(
        nameof(KeyInTable),
        "{source} holds a private key itself: who reads the table has the key, and it can't be changed here.",
        "Put the key into a file (Import-DkimKey takes it into the store), and its path into the table.");
}
