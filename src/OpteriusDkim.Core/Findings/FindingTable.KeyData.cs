namespace OpteriusDkim.Findings;

/// <content>Odd key data, p=, and key types. As for all oddities, verifiers were run to see what they make of each.</content>
internal static partial class FindingTable
{
    /// <summary>Percent signs in p=.</summary>
    public static FindingRule UrlEncoded { get; } = Error(
        nameof(UrlEncoded),
        "p= is URL-encoded, with %2B instead of + and %2F instead of /: a script or form encoded it. Verifiers don't decode it.",
        AsShown);

    /// <summary>Spaces instead of + in p=.</summary>
    public static FindingRule PlusReplaced { get; } = Error(
        nameof(PlusReplaced),
        "Each + in p= was replaced with a space, which happens when a value is sent to a web form or API without URL "
        + "encoding. No signature verifies.",
        "Publish the value that Get-DkimRecord shows. A script must send + as %2B.");

    /// <summary>A private key in p=.</summary>
    public static FindingRule PrivateKeyPublished { get; } = Error(
        nameof(PrivateKeyPublished),
        "The record contains a private key. Anyone can sign mail as this domain with it, even after the record is "
        + "corrected: the key is compromised.",
        "Replace the key now: create one under another selector (New-DkimKey -Selector), sign with it, and publish this record with an "
        + "empty p= (revoked). If it is in the store: Invoke-DkimRotation -Compromised.");

    /// <summary>The parts of a key in the wrong order.</summary>
    public static FindingRule KeyPartsSwapped { get; } = Error(
        nameof(KeyPartsSwapped),
        "The parts of p= are in the wrong order: the beginning of the key comes after its end, so no signature verifies.",
        "Publish the strings of the record in the order in which Get-DkimRecord shows them, as one TXT record.");

    /// <summary>A part of the key is published twice.</summary>
    public static FindingRule KeyPartRepeated { get; } = Error(
        nameof(KeyPartRepeated),
        "p= contains the key, or a part of it, twice in a row.",
        "Publish the value once, as Get-DkimRecord shows it.");

    /// <summary>A part in the middle of the key is missing.</summary>
    public static FindingRule KeyPartMissing { get; } = Error(
        nameof(KeyPartMissing),
        "A part in the middle of p= is missing: the key is shorter than its header announces. One of the record's strings was left out.",
        "Publish all strings of the record, as Get-DkimRecord shows them.");

    /// <summary>BEGIN and END lines of a PEM file in p=.</summary>
    public static FindingRule PemArmour { get; } = Error(
        nameof(PemArmour),
        "p= contains the lines -----BEGIN and -----END of a PEM file, which are not part of the key. All "
        + "verifiers that were tested refuse it.",
        "Publish only the base64 text between the two lines, without line breaks, as Get-DkimRecord shows it.");

    /// <summary>A truncated key in p=.</summary>
    public static FindingRule KeyDataCut { get; } = Error(
        nameof(KeyDataCut),
        "p= is truncated: it has {have} of the {whole} characters that its header announces, so no signature verifies.",
        "Publish the whole value. If the form accepts at most 255 characters, enter it as several quoted strings, "
        + "as Get-DkimRecord shows them.");

    /// <summary>Base64 padding is missing from p=.</summary>
    public static FindingRule PaddingMissing { get; } = Error(
        nameof(PaddingMissing),
        "p= ends without its padding {padding}, so the base64 is incomplete. OpenDKIM and Rspamd accept it, MimeKit refuses it.",
        "Publish the whole value, including the equals signs at the end.");

    /// <summary>An Ed25519 key published as a SubjectPublicKeyInfo.</summary>
    public static FindingRule Ed25519AsInfo { get; } = Error(
        nameof(Ed25519AsInfo),
        "p= contains the Ed25519 key as a SubjectPublicKeyInfo instead of the raw 32 bytes (RFC 8463 4.2). All verifiers refuse it.",
        AsShown);

    /// <summary>A key whose type differs from k=.</summary>
    public static FindingRule KeyTypeMismatch { get; } = Error(
        nameof(KeyTypeMismatch),
        "p= contains an {actual} key, but the record is read as k={type}. All verifiers except OpenDKIM refuse it.",
        "Write k={right}, or publish the key that the signer uses.");

    /// <summary>An RSA key longer than 4096 bits.</summary>
    public static FindingRule KeyLarge { get; } = Warning(
        nameof(KeyLarge),
        "The key has {size} bits; verifiers need not accept more than 4096 (RFC 8301 3.2).",
        "Replace it with a new 2048-bit key under another selector (Invoke-DkimRotation for a key that signs).");

    /// <summary>A key type from a draft for quantum-safe signatures.</summary>
    public static FindingRule ExperimentalKeyType { get; } = Error(
        nameof(ExperimentalKeyType),
        "The key type {type} is experimental (a draft for quantum-safe signatures). Present verifiers ignore the "
        + "record, as RFC 6376 3.6.1 requires.",
        "It does no harm under its own selector. Also sign with an RSA or Ed25519 key.");
}
