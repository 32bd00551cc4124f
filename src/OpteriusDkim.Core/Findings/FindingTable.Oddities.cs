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
        "{place} contains {character}, and only printable ASCII is permitted (RFC 6376 3.2): OpenDKIM ignores the record, and most verifiers find no key if the character is in p= or k=.",
        "Publish the value as plain ASCII: copy it from Get-DkimRecord, not from a mail, web page or word processor. In n= write other characters as =XX (quoted-printable).");

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

    /// <summary>HTML entities in the value.</summary>
    public static FindingRule HtmlEncoded { get; } = Error(
        nameof(HtmlEncoded),
        "The value contains HTML entities, such as &#43; in place of +: it was copied from the source of a web page, or a form encoded it. Verifiers don't decode them.",
        AsShown);

    /// <summary>Percent signs in p=.</summary>
    public static FindingRule UrlEncoded { get; } = Error(
        nameof(UrlEncoded),
        "p= is URL-encoded, with %2B in place of + and %2F in place of /: a script or form encoded it. Verifiers don't decode that.",
        AsShown);

    /// <summary>Spaces where + should be in p=.</summary>
    public static FindingRule PlusReplaced { get; } = Error(
        nameof(PlusReplaced),
        "Each + in p= was replaced by a space, as happens when a value is sent to a web form or API without URL encoding: no signature verifies.",
        "Publish the value as Get-DkimRecord shows it. A script has to send + as %2B.");

    /// <summary>A private key in p=.</summary>
    public static FindingRule PrivateKeyPublished { get; } = Error(
        nameof(PrivateKeyPublished),
        "p= contains a private key. Anybody can sign mail as this domain with it, also after the record is corrected: the key is compromised.",
        "Replace the key now: create one under another selector (New-DkimKey -Selector), sign with it, and publish this record with an empty p= (revoked). If it is in the store: Invoke-DkimRotation -Compromised.");

    /// <summary>The parts of a key in the wrong order.</summary>
    public static FindingRule KeyPartsSwapped { get; } = Error(
        nameof(KeyPartsSwapped),
        "The parts of p= are in the wrong order: the beginning of the key comes after its end, so no signature verifies.",
        "Publish the strings of the record in the order in which Get-DkimRecord shows them, as one TXT record.");

    /// <summary>A part of a key that was published twice.</summary>
    public static FindingRule KeyPartRepeated { get; } = Error(
        nameof(KeyPartRepeated),
        "p= contains the key, or a part of it, twice in a row.",
        "Publish the value once, as Get-DkimRecord shows it.");

    /// <summary>A key of which an inner part is missing.</summary>
    public static FindingRule KeyPartMissing { get; } = Error(
        nameof(KeyPartMissing),
        "A part of p= is missing: it begins and ends as a key does, and is shorter than its beginning announces. One of the record's strings was left out.",
        "Publish all strings of the record, as Get-DkimRecord shows them.");

    /// <summary>A key type of a draft for quantum-safe signatures.</summary>
    public static FindingRule ExperimentalKeyType { get; } = Error(
        nameof(ExperimentalKeyType),
        "The key type {type} is experimental (a draft for quantum-safe signatures), and not for today's verifiers: they ignore the record, as RFC 6376 3.6.1 tells them to.",
        "It does no harm under a selector of its own. Sign with an RSA or Ed25519 key beside it.");

    /// <summary>An empty flag.</summary>
    public static FindingRule FlagMissing { get; } = Error(
        nameof(FlagMissing),
        "t={flags} lacks a flag, which makes the record invalid (RFC 6376 3.6.1): t= needs at least one, and one after each colon. The verifiers that were tried accept it.",
        "Leave t= out, or write t=s or t=y.");

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
    public static FindingRule UnknownService { get; } = Warning(
        nameof(UnknownService),
        "s= names {service}, which mail is not. Most verifiers ignore it; dkimpy refuses the key.",
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
