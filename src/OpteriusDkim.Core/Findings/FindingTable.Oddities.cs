namespace OpteriusDkim;

/// <content>Odd key records: what verifiers make of each was established by running them, see about_OpteriusDkim_Findings.</content>
public static partial class FindingTable
{
    private const string AsShown = "Publish the value as Get-DkimRecord shows it.";

    /// <summary>White space after the last semicolon.</summary>
    public static FindingRule SpaceAfterLastSemicolon { get; } = Information(
        nameof(SpaceAfterLastSemicolon),
        "White space follows the last semicolon, where the grammar has no place for any (RFC 6376 3.2).",
        "End the value with the key, or with the semicolon.");

    /// <summary>A semicolon with no tag before it.</summary>
    public static FindingRule StraySemicolon { get; } = Error(
        nameof(StraySemicolon),
        "A semicolon has no tag before it, which makes the tag list invalid (RFC 6376 3.2): OpenDKIM ignores the record, others pass over it.",
        "Leave one semicolon between two tags, and none before the first.");

    /// <summary>A missing semicolon.</summary>
    public static FindingRule SemicolonMissing { get; } = Error(
        nameof(SemicolonMissing),
        "{value} looks like several tags with no semicolon between: it is one tag then, and OpenDKIM, Mail::DKIM and MimeKit find no key.",
        "Put a semicolon after each tag, as Get-DkimRecord shows it.");

    /// <summary>A character that no tag list may hold.</summary>
    public static FindingRule CharacterNotPermitted { get; } = Error(
        nameof(CharacterNotPermitted),
        "The value of {tag}= holds {character}, and only printable ASCII is permitted (RFC 6376 3.2): OpenDKIM ignores the record, and in p= or k= nobody finds the key.",
        "Type the value anew as plain ASCII; in n= write other characters as =XX (quoted-printable).");

    /// <summary>A tag's name in capitals.</summary>
    public static FindingRule TagNameCase { get; } = Warning(
        nameof(TagNameCase),
        "{tag}= means nothing: names of tags are case-sensitive (RFC 6376 3.2), and this one is {meant}=. All verifiers that were tried pass over it.",
        "Write the tag's name in lower case.");

    /// <summary>A tag that nobody knows.</summary>
    public static FindingRule UnknownTag { get; } = Information(
        nameof(UnknownTag),
        "No standard knows the tag {tag}=; verifiers pass over it (RFC 6376 3.2).",
        "Leave it out, unless something of yours reads it.");

    /// <summary>g=.</summary>
    public static FindingRule HistoricTag { get; } = Information(
        nameof(HistoricTag),
        "g=* is of the first DKIM standard and withdrawn (RFC 6376 C.3); it does no harm.",
        "Leave g= out.");

    /// <summary>g= with something else than *.</summary>
    public static FindingRule SendersLimited { get; } = Warning(
        nameof(SendersLimited),
        "g={value} is of the first DKIM standard and withdrawn (RFC 6376 C.3): Mail::DKIM, which still reads it, takes the key for senders of that name only.",
        "Leave g= out.");

    /// <summary>White space around an equals sign.</summary>
    public static FindingRule SpaceAroundEquals { get; } = Warning(
        nameof(SpaceAroundEquals),
        "White space stands before the equals sign of {tag}=. The standard permits it (RFC 6376 3.2), and MimeKit does not know the tag then.",
        "Leave out white space around equals signs.");

    /// <summary>White space around the colons of a list.</summary>
    public static FindingRule SpaceInList { get; } = Warning(
        nameof(SpaceInList),
        "White space stands around a colon of {tag}=. The standard permits it (RFC 6376 3.6.1), and Mail::DKIM does not know the words beside it then.",
        "Leave out white space around colons.");

    /// <summary>Quotation marks as characters of the value.</summary>
    public static FindingRule QuotesInValue { get; } = Error(
        nameof(QuotesInValue),
        "Quotation marks are part of the value: they were typed where the form wanted bare text. OpenDKIM and MimeKit, and most others where they surround all, find no key.",
        "Enter the value without quotation marks: Get-DkimRecord -Provider PlainText shows it so.");

    /// <summary>Backslashes as characters of the value.</summary>
    public static FindingRule BackslashInValue { get; } = Error(
        nameof(BackslashInValue),
        "Backslashes are part of the value: semicolons or quotation marks were escaped where nothing takes the escape away. OpenDKIM, Mail::DKIM and MimeKit find no key.",
        "Enter the value without backslashes, as Get-DkimRecord shows it.");

    /// <summary>Zone-file syntax as characters of the value.</summary>
    public static FindingRule ZoneFileSyntax { get; } = Error(
        nameof(ZoneFileSyntax),
        "Zone-file syntax ({syntax}) is part of the value: a line of a zone file was typed into a form that wants the value only. OpenDKIM ignores the record, most others find no key.",
        "Enter name, type and value into a field each: Get-DkimRecord -Provider PlainText shows name and value.");

    /// <summary>PEM armour in p=.</summary>
    public static FindingRule PemArmour { get; } = Error(
        nameof(PemArmour),
        "p= holds the lines -----BEGIN and -----END of a PEM file, which are no part of the key: all verifiers that were tried refuse it.",
        "Publish the base64 between the two lines only, without line ends, as Get-DkimRecord shows it.");

    /// <summary>p= is the beginning of a key.</summary>
    public static FindingRule KeyDataCut { get; } = Error(
        nameof(KeyDataCut),
        "p= is cut off: it has {have} of the {whole} characters that its beginning announces, so no signature verifies.",
        "Publish the whole value. A form that takes 255 characters at most wants it as several quoted strings: Get-DkimRecord shows them.");

    /// <summary>p= without the signs that fill its last group.</summary>
    public static FindingRule PaddingMissing { get; } = Error(
        nameof(PaddingMissing),
        "p= ends without its {padding}: the base64 is not complete. OpenDKIM and Rspamd take it, MimeKit refuses it.",
        "Publish the whole value, equals signs included.");

    /// <summary>A dot at the end.</summary>
    public static FindingRule TrailingDot { get; } = Error(
        nameof(TrailingDot),
        "The value ends with a dot, which is no part of base64: dots end names in DNS, not values. Rspamd, Mail::DKIM and MimeKit refuse the key.",
        "Remove the dot.");

    /// <summary>An Ed25519 key in a SubjectPublicKeyInfo.</summary>
    public static FindingRule Ed25519AsInfo { get; } = Error(
        nameof(Ed25519AsInfo),
        "p= holds the Ed25519 key as a SubjectPublicKeyInfo, where the raw 32 bytes belong (RFC 8463 4.2): all verifiers refuse it.",
        AsShown);

    /// <summary>A key of another type than k= says.</summary>
    public static FindingRule KeyTypeMismatch { get; } = Error(
        nameof(KeyTypeMismatch),
        "p= holds an {actual} key, and the record is read as k={type}: all verifiers but OpenDKIM, which takes either, refuse it.",
        "Write k={right}, or publish the key that belongs to the signer.");

    /// <summary>An RSA key over 4096 bits.</summary>
    public static FindingRule KeyLarge { get; } = Warning(
        nameof(KeyLarge),
        "The key has {size} bits; verifiers need not take more than 4096 (RFC 8301 3.2).",
        "Replace it by a new one of 2048 bits under another selector.");

    /// <summary>A long record.</summary>
    public static FindingRule RecordLong { get; } = Warning(
        nameof(RecordLong),
        "The value has {length} bytes. OpenDKIM keeps {limit} at most and then fails for the time being, and answers of this size need TCP.",
        "Leave out what isn't needed, or use a key of 2048 bits.");

    /// <summary>h= permits SHA-1.</summary>
    public static FindingRule Sha1Permitted { get; } = Information(
        nameof(Sha1Permitted),
        "h= permits sha1, which no verifier should take any more (RFC 8301 3.1) and some still do.",
        "Write h=sha256, or leave h= out.");

    /// <summary>A hash that nobody knows.</summary>
    public static FindingRule UnknownHash { get; } = Information(
        nameof(UnknownHash),
        "h= names {hash}, which no DKIM signature uses; verifiers pass over it.",
        "Write h=sha256, or leave h= out.");

    /// <summary>A service that nobody knows.</summary>
    public static FindingRule UnknownService { get; } = Information(
        nameof(UnknownService),
        "s= names {service}, which mail is not; verifiers pass over it.",
        "Write s=email, or leave s= out.");

    /// <summary>A flag that nobody knows.</summary>
    public static FindingRule UnknownFlag { get; } = Information(
        nameof(UnknownFlag),
        "t= has {flag}, which is no flag of the standard; verifiers pass over it.",
        "Only y (testing) and s (no subdomains) mean something.");

    /// <summary>t=s.</summary>
    public static FindingRule NoSubdomains { get; } = Information(
        nameof(NoSubdomains),
        "t=s: signatures whose i= names a subdomain of d= are refused.",
        "Nothing has to be done where senders are in the domain itself.");

    /// <summary>n= that is no quoted-printable.</summary>
    public static FindingRule NotesBroken { get; } = Information(
        nameof(NotesBroken),
        "n= is not quoted-printable: an equals sign in it begins no octet.",
        "Write = as =3D, or leave n= out.");

    /// <summary>Text that breaks off inside a record.</summary>
    public static FindingRule RecordTextBroken { get; } = Error(
        nameof(RecordTextBroken),
        "Line {line} is no record that can be read: {problem}.",
        "Copy the whole output of dig or the whole entry of the zone file; give a value that is no such line with -Literal.");

    /// <summary>Text without a record.</summary>
    public static FindingRule NoRecordInText { get; } = Error(
        nameof(NoRecordInText),
        "There is no DKIM key record in what was given (lines read: {lines}).",
        "Give the value of the record, or lines of dig, nslookup or a zone file that hold it. If dig printed nothing, there is no record at that name.");
}
