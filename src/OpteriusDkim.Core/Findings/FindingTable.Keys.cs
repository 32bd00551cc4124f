namespace OpteriusDkim.Findings;

/// <content>Keys, the store, files and signers' tables.</content>
internal static partial class FindingTable
{
    /// <summary>The key already exists.</summary>
    public static FindingRule KeyExists { get; } = Error(
        nameof(KeyExists),
        "{domain} already has a key under the selector {selector}: {path}.",
        "Use it (Get-DkimKey), choose another -Selector, or replace it with New-DkimKey -Force, which keeps a backup of the old key.");

    /// <summary>Several keys where one is needed.</summary>
    public static FindingRule SelectorAmbiguous { get; } = Error(
        nameof(SelectorAmbiguous),
        "{domain} has several keys: {selectors}.",
        "Use -Selector.");

    /// <summary>A key file that can't be opened.</summary>
    public static FindingRule KeyUnreadable { get; } = Error(
        nameof(KeyUnreadable),
        "The key file {path} can't be read: {reason}.",
        "Run the command as root or as the owner of the keys.");

    /// <summary>A file that is not a private key.</summary>
    public static FindingRule KeyBroken { get; } = Error(
        nameof(KeyBroken),
        "{path} is not a usable private key: {problem}.",
        "{advice}");

    /// <summary>An RSA key that is shorter than OpenDKIM accepts.</summary>
    public static FindingRule KeyBelowMinimum { get; } = Error(
        nameof(KeyBelowMinimum),
        "{path} is an RSA key of {size} bits, below OpenDKIM's minimum of {minimum} (MinimumKeyBits): {effect}.",
        "Create a key of at least 2048 bits under another selector (New-DkimKey), publish it and configure OpenDKIM to use it. {setting}");

    /// <summary>An RSA key whose numbers don't belong together.</summary>
    public static FindingRule KeyHalvesDiffer { get; } = Error(
        nameof(KeyHalvesDiffer),
        "{path} is damaged: its primes don't belong to its modulus. {signer} signs with it anyway, and no verifier accepts the signature.",
        "Restore the file from a backup, or create a new key under another selector (New-DkimKey), publish it and "
        + "configure the signer to use it.");

    /// <summary>A key that doesn't fit SignatureAlgorithm.</summary>
    public static FindingRule SignatureAlgorithmUnfit { get; } = Error(
        nameof(SignatureAlgorithmUnfit),
        "{source} sets SignatureAlgorithm {algorithm}, but the key {path} is of type {kind}. OpenDKIM signs with it anyway, and no "
        + "verifier accepts the signature.",
        "Remove SignatureAlgorithm from {source} (the default is rsa-sha256) and restart OpenDKIM, or use an Ed25519 key.");

    /// <summary>Signatures with SHA-1.</summary>
    public static FindingRule SignatureAlgorithmWeak { get; } = Error(
        nameof(SignatureAlgorithmWeak),
        "{source} sets SignatureAlgorithm rsa-sha1. Verifiers must not accept such signatures (RFC 8301).",
        "Remove SignatureAlgorithm from {source} (the default is rsa-sha256) and restart OpenDKIM.");

    /// <summary>A second key of another algorithm without MultipleSignatures.</summary>
    public static FindingRule MultipleSignaturesOff { get; } = Error(
        nameof(MultipleSignaturesOff),
        "{source} already signs for {domain} with {other}, and OpenDKIM adds a second signature only with MultipleSignatures.",
        "Add the line MultipleSignatures yes to {path}, restart OpenDKIM and repeat the command. Or replace the "
        + "current signing key with -Force.");

    /// <summary>A damaged block before the key.</summary>
    public static FindingRule KeyAfterDamage { get; } = Warning(
        nameof(KeyAfterDamage),
        "{path} has a block before the key that can't be parsed. Rspamd finds the key only until another key fails to load.",
        "Remove the first block from the file, or import the key: Import-DkimKey -Path {path}.");

    /// <summary>A path that Rspamd takes for a base64 key.</summary>
    public static FindingRule KeyPathIsBase64 { get; } = Error(
        nameof(KeyPathIsBase64),
        "Rspamd takes the path {path} for a base64 key, because it contains only letters, digits and slashes. Mail leaves unsigned.",
        "Rename the file so that its name contains a dot, such as {path}.key, and use that path in Rspamd's configuration.");

    /// <summary>A base64 key without BEGIN and END lines.</summary>
    public static FindingRule KeyWithoutArmor { get; } = Information(
        nameof(KeyWithoutArmor),
        "{path} is base64 without BEGIN and END lines. {signer} reads it; other programs may not.",
        "To convert it to PEM, import it: Import-DkimKey -Path {path}.");

    /// <summary>A file or folder name that isn't in the store's canonical form.</summary>
    public static FindingRule KeyNameNotCanonical { get; } = Error(
        nameof(KeyNameNotCanonical),
        "{path} does not follow the naming rules of the key store: {problem}.",
        "Import the key with Import-DkimKey -Path, or rename the file if no signer uses it.");

    /// <summary>A key that a signer uses.</summary>
    public static FindingRule KeyInUse { get; } = Error(
        nameof(KeyInUse),
        "{path} is in use: {source} refers to it{name}.",
        "Rotate to a new key with Invoke-DkimRotation, or stop signing with Disable-DkimSigning, then try again.");

    /// <summary>A key with which a daemon signs although its files no longer name it.</summary>
    public static FindingRule KeyStillLoaded { get; } = Error(
        nameof(KeyStillLoaded),
        "The running {signer} still signs with {name}: its files were changed without a reload.",
        "Reload it ({reload}), then run the command again.");

    /// <summary>A daemon that can't be asked whether it still signs with a key.</summary>
    public static FindingRule LoadedKeyUnknown { get; } = Error(
        nameof(LoadedKeyUnknown),
        "Whether the running {signer} still signs with {name} is unknown: its files were changed after it started, and it can't be asked "
        + "({problem}).",
        "Restart it, then run the command again. If it listens on another socket: Set-DkimConfiguration signer.sockets SOCKET.");

    /// <summary>A key that can be read elsewhere after it was removed.</summary>
    public static FindingRule KeyRemainsElsewhere { get; } = Warning(
        nameof(KeyRemainsElsewhere),
        "Removing {path} leaves the private key readable, because {reason}.",
        "{advice}");

    /// <summary>A signer's table that can't be read, so that its keys are unknown.</summary>
    public static FindingRule SignerTableUnreadable { get; } = Error(
        nameof(SignerTableUnreadable),
        "{source} can't be read, so the keys that the signer uses are unknown: {reason}.",
        "Run the command as root. If the table is not a plain file, take the key out of use by hand and keep the file.");

    /// <summary>An imported key whose old file a signer still reads.</summary>
    public static FindingRule OldKeyInUse { get; } = Warning(
        nameof(OldKeyInUse),
        "The signer still uses the old file {path}, named in {source}.",
        "Change that line to {new} and reload the signer, then remove the old file.");

    /// <summary>An Ed25519 key on a host where OpenDKIM signs.</summary>
    public static FindingRule Ed25519ByOpenDkim { get; } = Warning(
        nameof(Ed25519ByOpenDkim),
        "OpenDKIM 2.11 signs with one algorithm for all domains, rsa-sha256 unless SignatureAlgorithm is set. With an "
        + "Ed25519 key it refuses mail (451).",
        "Use an RSA key, Rspamd, or a later OpenDKIM that supports an algorithm in the KeyTable. Enable-DkimSigning checks "
        + "whether the installed version does.");

    /// <summary>An RSA key below 2048 bits.</summary>
    public static FindingRule KeyShort { get; } = Warning(
        nameof(KeyShort),
        "The key has {size} bits; at least 2048 are recommended (RFC 8301).",
        "Replace it with a new 2048-bit key under another selector (Invoke-DkimRotation for a key that signs).");

    /// <summary>An RSA key that verifiers refuse.</summary>
    public static FindingRule KeyTooShort { get; } = Error(
        nameof(KeyTooShort),
        "The key has {size} bits. Verifiers must refuse keys of fewer than 1024 bits (RFC 8301), and OpenDKIM and MimeKit do. An "
        + "attacker who factors it can sign as this domain.",
        "Replace it with a new 2048-bit key under another selector (Invoke-DkimRotation for a key that signs).");

    /// <summary>A key file whose domain and selector are unknown.</summary>
    public static FindingRule ImportNameUnknown { get; } = Error(
        nameof(ImportNameUnknown),
        "The domain and selector of the key in {path} are unknown: {reason}.",
        "Use both parameters: Import-DkimKey -Path {path} -Domain example.com -Selector mail.");

    /// <summary>No key file at a path.</summary>
    public static FindingRule ImportPathMissing { get; } = Error(
        nameof(ImportPathMissing),
        "No key file found at {path}.",
        "Use the path of a private key, or of a folder that contains *.private, *.key or *.pem files.");

    /// <summary>A store that can't be listed.</summary>
    public static FindingRule StoreUnreadable { get; } = Error(
        nameof(StoreUnreadable),
        "The keys below {path} can't be listed: {reason}.",
        "Run the command as root or as the owner of the keys, or correct -KeyDirectory.");

    /// <summary>A key directory that doesn't exist, selected by a wildcard.</summary>
    public static FindingRule StoreMissing { get; } = Error(
        nameof(StoreMissing),
        "The key directory {path} doesn't exist, so nothing was checked.",
        "Correct -KeyDirectory or the setting keyDirectory; New-DkimKey creates the folder with the first key.");

    /// <summary>A selector that was retired by a rotation.</summary>
    public static FindingRule SelectorRetired { get; } = Error(
        nameof(SelectorRetired),
        "The selector {selector} of {domain} was retired by a rotation on {date}{signing}.",
        "Rotate the key that signs with Invoke-DkimRotation {domain}, choose another -Selector, or use -Force to use this one again.");

    /// <summary>A new key for a domain that already signs.</summary>
    public static FindingRule AlreadySigning { get; } = Error(
        nameof(AlreadySigning),
        "{domain} already signs with the selector {selectors}.",
        "Show that key with Get-DkimKey {domain}, replace it with Invoke-DkimRotation {domain}, use another -Selector for an additional "
        + "key, or use -Force to create {selector}.");
}
