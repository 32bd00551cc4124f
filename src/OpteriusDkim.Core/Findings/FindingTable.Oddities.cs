namespace OpteriusDkim.Findings;

/// <content>Odd key records: what verifiers make of each was established by running them, see about_OpteriusDkim_Findings.</content>
internal static partial class FindingTable
{
    private const string AsShown = "Publish the value that Get-DkimRecord shows.";

    /// <summary>White space after the last semicolon.</summary>
    public static FindingRule SpaceAfterLastSemicolon { get; } = Information(
        nameof(SpaceAfterLastSemicolon),
        "White space follows the last semicolon, which the grammar doesn't permit (RFC 6376 3.2).",
        "Remove the white space at the end of the value.");

    /// <summary>A semicolon with no tag before it.</summary>
    public static FindingRule StraySemicolon { get; } = Error(
        nameof(StraySemicolon),
        "A semicolon has no tag before it, which makes the tag list invalid (RFC 6376 3.2). OpenDKIM ignores the record, other "
        + "verifiers ignore the semicolon.",
        "Use one semicolon between two tags, and none before the first.");

    /// <summary>A missing semicolon.</summary>
    public static FindingRule SemicolonMissing { get; } = Error(
        nameof(SemicolonMissing),
        "{value} looks like several tags without a semicolon between them. It is read as one tag, and OpenDKIM, "
        + "Mail::DKIM and MimeKit find no key.",
        "Put a semicolon after each tag, as Get-DkimRecord shows it.");

    /// <summary>A character that a tag list can't contain.</summary>
    public static FindingRule CharacterNotPermitted { get; } = Error(
        nameof(CharacterNotPermitted),
        "{place} contains {character}, but only printable ASCII is permitted (RFC 6376 3.2). OpenDKIM ignores the record, and most "
        + "verifiers find no key if the character is in p= or k=.",
        "Publish the value as plain ASCII: copy it from Get-DkimRecord, not from an email, web page or word processor. In n= write other "
        + "characters as =XX (quoted-printable).");

    /// <summary>A tag name in upper case.</summary>
    public static FindingRule TagNameCase { get; } = Warning(
        nameof(TagNameCase),
        "{tag}= is unknown: tag names are case-sensitive (RFC 6376 3.2), and this one should be {meant}=. All "
        + "verifiers that were tested ignore it.",
        "Write the tag name in lower case.");

    /// <summary>An unknown tag.</summary>
    public static FindingRule UnknownTag { get; } = Information(
        nameof(UnknownTag),
        "The tag {tag}= is not defined in any standard; verifiers ignore it (RFC 6376 3.2).",
        "Remove it, unless one of your own programs reads it.");

    /// <summary>g=.</summary>
    public static FindingRule HistoricTag { get; } = Information(
        nameof(HistoricTag),
        "g=* comes from the first DKIM standard and was withdrawn (RFC 6376 C.3). It does no harm.",
        "Remove g=.");

    /// <summary>g= with a value other than *.</summary>
    public static FindingRule SendersLimited { get; } = Warning(
        nameof(SendersLimited),
        "g={value} comes from the first DKIM standard and was withdrawn (RFC 6376 C.3). Mail::DKIM still reads it and accepts the key "
        + "only for senders of that name.",
        "Remove g=.");

    /// <summary>White space around an equals sign.</summary>
    public static FindingRule SpaceAroundEquals { get; } = Warning(
        nameof(SpaceAroundEquals),
        "There is white space before the equals sign of {tag}=. The standard permits it (RFC 6376 3.2), but "
        + "MimeKit doesn't recognize the tag.",
        "Remove white space around equals signs.");

    /// <summary>White space around the colons of a list.</summary>
    public static FindingRule SpaceInList { get; } = Warning(
        nameof(SpaceInList),
        "There is white space around a colon of {tag}=. The standard permits it (RFC 6376 3.6.1), but Mail::DKIM doesn't "
        + "recognize the words next to it.",
        "Remove white space around colons.");

    /// <summary>Quotation marks in the value.</summary>
    public static FindingRule QuotesInValue { get; } = Error(
        nameof(QuotesInValue),
        "Quotation marks are part of the value: they were typed into a form that adds them itself. OpenDKIM and MimeKit find no key, nor "
        + "do most other verifiers if the quotation marks surround the whole value.",
        "Enter the value without quotation marks: Get-DkimRecord -Provider PlainText shows it that way.");

    /// <summary>HTML entities in the value.</summary>
    public static FindingRule HtmlEncoded { get; } = Error(
        nameof(HtmlEncoded),
        "The value contains HTML entities, such as &#43; instead of +: it was copied from the source of a web page, or a form encoded "
        + "it. Verifiers don't decode them.",
        AsShown);

    /// <summary>An empty flag.</summary>
    public static FindingRule FlagMissing { get; } = Error(
        nameof(FlagMissing),
        "t={flags} lacks a flag, which makes the record invalid (RFC 6376 3.6.1): t= needs at least one flag, and one after each colon. "
        + "The verifiers that were tested accept it.",
        "Remove t=, or write t=s or t=y.");

    /// <summary>Backslashes in the value.</summary>
    public static FindingRule BackslashInValue { get; } = Error(
        nameof(BackslashInValue),
        "Backslashes are part of the value: semicolons or quotation marks were escaped where no escaping is needed. OpenDKIM, "
        + "Mail::DKIM and MimeKit find no key.",
        "Enter the value without backslashes, as Get-DkimRecord shows it.");

    /// <summary>Zone file syntax in the value.</summary>
    public static FindingRule ZoneFileSyntax { get; } = Error(
        nameof(ZoneFileSyntax),
        "Zone file syntax ({syntax}) is part of the value: a zone file line was entered into a form that expects only the value. "
        + "OpenDKIM ignores the record, and most other verifiers find no key.",
        "Enter name, type and value in separate fields: Get-DkimRecord -Provider PlainText shows name and value.");

    /// <summary>A dot at the end of the value.</summary>
    public static FindingRule TrailingDot { get; } = Error(
        nameof(TrailingDot),
        "The value ends with a dot, which isn't part of base64: DNS names end with a dot, values don't. Rspamd, "
        + "Mail::DKIM and MimeKit refuse the key.",
        "Remove the dot.");

    /// <summary>A long record.</summary>
    public static FindingRule RecordLong { get; } = Warning(
        nameof(RecordLong),
        "The value has {length} bytes. OpenDKIM accepts at most {limit} and reports a temporary failure for longer ones; DNS "
        + "answers of this size need TCP.",
        "Remove tags that aren't needed, or use a 2048-bit key.");

    /// <summary>h= permits SHA-1.</summary>
    public static FindingRule Sha1Permitted { get; } = Information(
        nameof(Sha1Permitted),
        "h= permits sha1, which verifiers must no longer accept (RFC 8301 3.1), though some still do.",
        "Write h=sha256, or remove h=.");

    /// <summary>An unknown hash algorithm.</summary>
    public static FindingRule UnknownHash { get; } = Information(
        nameof(UnknownHash),
        "h= contains {hash}, which no DKIM signature uses; verifiers ignore it.",
        "Write h=sha256, or remove h=.");

    /// <summary>An unknown service type.</summary>
    public static FindingRule UnknownService { get; } = Warning(
        nameof(UnknownService),
        "s= contains {service}, which is not a standard service type. Most verifiers ignore it; dkimpy refuses the key.",
        "Write s=email, or remove s=.");

    /// <summary>An unknown flag.</summary>
    public static FindingRule UnknownFlag { get; } = Information(
        nameof(UnknownFlag),
        "t= contains {flag}, which is not a standard flag; verifiers ignore it.",
        "Use only y (testing) and s (no subdomains).");

    /// <summary>t=s.</summary>
    public static FindingRule NoSubdomains { get; } = Information(
        nameof(NoSubdomains),
        "t=s: signatures whose i= names a subdomain of d= are refused.",
        "No action needed if senders' addresses are in the domain itself.");

    /// <summary>n= is not valid quoted-printable.</summary>
    public static FindingRule NotesBroken { get; } = Information(
        nameof(NotesBroken),
        "n= is not valid quoted-printable: it contains an equals sign that isn't followed by two hexadecimal digits.",
        "Write = as =3D, or remove n=.");

    /// <summary>Text that can't be parsed as a record.</summary>
    public static FindingRule RecordTextBroken { get; } = Error(
        nameof(RecordTextBroken),
        "Line {line} can't be parsed as a record: {problem}.",
        "Copy the complete output of dig or the complete entry of the zone file. Use -Literal for a value that isn't in such a form.");

    /// <summary>Text without a DKIM key record.</summary>
    public static FindingRule NoRecordInText { get; } = Error(
        nameof(NoRecordInText),
        "No DKIM key record found in the input (lines read: {lines}).",
        "Supply the value of the record, or output of dig or nslookup or zone file lines that contain it. If dig printed nothing, "
        + "there is no record at that name.");
}
