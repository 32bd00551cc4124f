namespace OpteriusDkim.Findings;

/// <content>Lines of OpenDKIM's tables.</content>
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

    /// <summary>A KeyTable that opendkim-testkey can't read.</summary>
    public static FindingRule KeyTableAsRefile { get; } = Warning(
        nameof(KeyTableAsRefile),
        "The KeyTable {path} is configured as refile: OpenDKIM signs with it, but opendkim-testkey can't read it.",
        "Change refile: to file: for the KeyTable (the SigningTable keeps refile:), and reload OpenDKIM.");

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

    /// <summary>A fourth field of the KeyTable.</summary>
    public static FindingRule KeyTableFieldUnknown { get; } = Error(
        nameof(KeyTableFieldUnknown),
        "{source}: the installed OpenDKIM doesn't support the fourth field, {algorithm}, and reads it as part of the path. Mail that "
        + "should be signed with this key is refused temporarily (451).",
        "Remove :{algorithm} from the end of the line, or install a version that supports it.");

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
