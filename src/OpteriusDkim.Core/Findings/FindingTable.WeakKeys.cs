namespace OpteriusDkim;

/// <content>Keys that are known to be weak; each names the paper, CVE or standard that tells why.</content>
public static partial class FindingTable
{
    private const string ReplaceNow = "Replace it now by a new key under another selector, and revoke this one (empty p=).";

    /// <summary>A key that is printed in a standard.</summary>
    public static FindingRule ExampleKey { get; } = Error(
        nameof(ExampleKey),
        "This is the example key of {source}, where its private half is printed: anybody can sign with it.",
        ReplaceNow);

    /// <summary>An exponent that no RSA key has.</summary>
    public static FindingRule ExponentInvalid { get; } = Error(
        nameof(ExponentInvalid),
        "The key's public exponent is {exponent} (RFC 8017 3.1): {reason}. OpenDKIM, Rspamd, Mail::DKIM, MimeKit and dkimpy accept forged mail under an exponent of 1.",
        ReplaceNow);

    /// <summary>A small exponent.</summary>
    public static FindingRule ExponentSmall { get; } = Warning(
        nameof(ExponentSmall),
        "The key's public exponent is {exponent}: signatures can be forged for verifiers that check the padding carelessly (Bleichenbacher 2006, CVE-2006-4339).",
        "Replace it by a new key under another selector: New-DkimKey uses the exponent 65537.");

    /// <summary>A large exponent.</summary>
    public static FindingRule ExponentLarge { get; } = Warning(
        nameof(ExponentLarge),
        "The key's public exponent is {exponent}: some verifiers refuse exponents over 32 bits, for instance those written in Go.",
        "Replace it by a new key under another selector: New-DkimKey uses the exponent 65537.");

    /// <summary>An even modulus.</summary>
    public static FindingRule ModulusEven { get; } = Error(
        nameof(ModulusEven),
        "The key's modulus is even, so it is no RSA key (RFC 8017 3.1) and anybody can compute a private half: it was damaged or made up.",
        ReplaceNow);

    /// <summary>A modulus with a small factor.</summary>
    public static FindingRule ModulusFactored { get; } = Error(
        nameof(ModulusFactored),
        "The key's modulus is divisible by {factor}: it was damaged or made wrongly, and its private half can often be computed (Heninger and others, Mining Your Ps and Qs, 2012).",
        ReplaceNow);

    /// <summary>Primes that are close to each other.</summary>
    public static FindingRule PrimesClose { get; } = Error(
        nameof(PrimesClose),
        "The two primes of the key are close to each other, so Fermat's method finds them at once (CVE-2022-26320): anybody can sign with it.",
        ReplaceNow);

    /// <summary>A key of Infineon's library.</summary>
    public static FindingRule RocaKey { get; } = Warning(
        nameof(RocaKey),
        "The key was made by a faulty chip or library of Infineon (ROCA, CVE-2017-15361): its private half can be computed at a cost that an attacker can afford.",
        "Replace it by a new key under another selector, made by software: New-DkimKey.");

    /// <summary>An Ed25519 key that isn't one.</summary>
    public static FindingRule Ed25519PointUnsafe { get; } = Error(
        nameof(Ed25519PointUnsafe),
        "The 32 bytes are not a safe Ed25519 key (RFC 8032 5.1.3): {problem}.",
        ReplaceNow);

    /// <summary>Keys with a common prime.</summary>
    public static FindingRule PrimeShared { get; } = Error(
        nameof(PrimeShared),
        "The RSA keys of {names} share a prime, so anybody who sees both computes their private halves (Lenstra and others, Ron was wrong, Whit is right, 2012).",
        "Replace all of them now by new keys under other selectors. Check the random number generator of the host that made them.");

    /// <summary>One key under several names.</summary>
    public static FindingRule KeyShared { get; } = Warning(
        nameof(KeyShared),
        "One key ({key}) serves {count} names: {names}. Who learns it signs for all of them, and they can only be rotated together.",
        "Give each domain a key of its own: New-DkimKey.");

    /// <summary>Too many keys to compare all at once for common primes.</summary>
    public static FindingRule KeysComparedInParts { get; } = Warning(
        nameof(KeysComparedInParts),
        "{count} RSA keys were compared for common primes in {parts} parts of at most {largest} keys, in the order in which they were read. "
        + "Keys of different parts were not compared with each other.",
        "Read keys of the same origin one after the other, or compare fewer keys in one call.");
}
