namespace OpteriusDkim;

/// <content>Keys, the store, files and signers' tables.</content>
public static partial class FindingTable
{
    /// <summary>A key that is there already.</summary>
    public static FindingRule KeyExists { get; } = Error(
        nameof(KeyExists),
        "{domain} already has a key under the selector {selector}: {path}.",
        "Use it (Get-DkimKey), choose another -Selector, or replace it with New-DkimKey -Force, which keeps the old pair aside.");

    /// <summary>No key under this selector, while there are others.</summary>
    public static FindingRule KeyMissing { get; } = Error(
        nameof(KeyMissing),
        "{domain} has no key under the selector {selector} in {directory}.",
        "{others}");

    /// <summary>Several keys where one had to be meant.</summary>
    public static FindingRule SelectorAmbiguous { get; } = Error(
        nameof(SelectorAmbiguous),
        "{domain} has several keys: {selectors}.",
        "Say which one with -Selector.");

    /// <summary>A key file that can't be opened.</summary>
    public static FindingRule KeyUnreadable { get; } = Error(
        nameof(KeyUnreadable),
        "The key file {path} can't be read: {reason}.",
        "Run the command as root or as the owner of the keys.");

    /// <summary>A file that is no private key.</summary>
    public static FindingRule KeyBroken { get; } = Error(
        nameof(KeyBroken),
        "{path} is not a private key that can be used: {problem}.",
        "{advice}");

    /// <summary>An RSA key that is shorter than OpenDKIM takes.</summary>
    public static FindingRule KeyBelowMinimum { get; } = Error(
        nameof(KeyBelowMinimum),
        "{path} is an RSA key of {size} bits, below OpenDKIM's minimum of {minimum} (MinimumKeyBits): {effect}.",
        "Make a key of 2048 bits or more under another selector (New-DkimKey), publish it and let OpenDKIM use that. {setting}");

    /// <summary>An RSA key whose numbers are not those of one key.</summary>
    public static FindingRule KeyHalvesDiffer { get; } = Error(
        nameof(KeyHalvesDiffer),
        "{path} is damaged: its primes don't belong to its modulus. {signer} signs with it all the same, and no verifier accepts the signature.",
        "Restore the file from a backup, or make a new key under another selector (New-DkimKey), publish it and let the signer use that.");

    /// <summary>A key of another algorithm than SignatureAlgorithm.</summary>
    public static FindingRule SignatureAlgorithmUnfit { get; } = Error(
        nameof(SignatureAlgorithmUnfit),
        "{source} sets SignatureAlgorithm {algorithm}, and {path} is a key of the algorithm {kind}: OpenDKIM signs with it all the same, and no verifier accepts the signature.",
        "Remove SignatureAlgorithm from {source} (the default is rsa-sha256) and restart OpenDKIM, or use an Ed25519 key.");

    /// <summary>Signatures with SHA-1.</summary>
    public static FindingRule SignatureAlgorithmWeak { get; } = Error(
        nameof(SignatureAlgorithmWeak),
        "{source} sets SignatureAlgorithm rsa-sha1. Verifiers must not accept such signatures (RFC 8301).",
        "Remove SignatureAlgorithm from {source} (the default is rsa-sha256) and restart OpenDKIM.");

    /// <summary>A second key of another algorithm, while OpenDKIM signs once.</summary>
    public static FindingRule MultipleSignaturesOff { get; } = Error(
        nameof(MultipleSignaturesOff),
        "{source} already signs for {domain} with {other}, and OpenDKIM adds a second signature only with MultipleSignatures.",
        "Add the line MultipleSignatures yes to {path}, restart OpenDKIM and repeat the command; or replace the key that signs now with -Force.");

    /// <summary>A damaged block before the key.</summary>
    public static FindingRule KeyAfterDamage { get; } = Warning(
        nameof(KeyAfterDamage),
        "{path} has a block before the key that can't be read. Rspamd finds the key only as long as no other key has failed since it was started.",
        "Remove the first block from the file, or take the key into the store: Import-DkimKey -Path {path}.");

    /// <summary>A path that Rspamd doesn't take for one.</summary>
    public static FindingRule KeyPathIsBase64 { get; } = Error(
        nameof(KeyPathIsBase64),
        "Rspamd takes the path {path} for a key in base64, since it has letters, digits and slashes only: mail goes out unsigned.",
        "Give the file a name with a dot, such as {path}.key, and name that in the configuration.");

    /// <summary>A key as base64 alone.</summary>
    public static FindingRule KeyWithoutArmor { get; } = Information(
        nameof(KeyWithoutArmor),
        "{path} is base64 without BEGIN and END lines. {signer} reads it; other programs may not.",
        "To have plain PEM, take it into the store: Import-DkimKey -Path {path}.");

    /// <summary>A file or folder of the store under a name that isn't in its canonical form.</summary>
    public static FindingRule KeyNameNotCanonical { get; } = Error(
        nameof(KeyNameNotCanonical),
        "{path} is not named as the store names keys: {problem}.",
        "Take the key into the store with Import-DkimKey -Path, or rename it where no signer's table names it.");

    /// <summary>A key that a signer's table names.</summary>
    public static FindingRule KeyInUse { get; } = Error(
        nameof(KeyInUse),
        "{path} is in use: {source} names it.",
        "Rotate to a new key with Invoke-DkimRotation, or stop signing with Disable-DkimSigning, then try again.");

    /// <summary>A table of the signer that can't be read, so that nobody knows which keys it names.</summary>
    public static FindingRule SignerTableUnreadable { get; } = Error(
        nameof(SignerTableUnreadable),
        "{source} can't be read, so it is not known which keys the signer uses: {reason}.",
        "Run the command as root; where the table is not a plain file, take the key out of use by hand and leave the file.");

    /// <summary>A key that was imported, while a signer still reads the old file.</summary>
    public static FindingRule OldKeyInUse { get; } = Warning(
        nameof(OldKeyInUse),
        "The signer still reads the old file {path}: {source} names it.",
        "Point that line at {new} and reload the signer before the old file is removed.");

    /// <summary>An Ed25519 key on a host where OpenDKIM signs.</summary>
    public static FindingRule Ed25519ByOpenDkim { get; } = Warning(
        nameof(Ed25519ByOpenDkim),
        "OpenDKIM 2.11 signs with one algorithm for all domains, rsa-sha256 unless SignatureAlgorithm is set. With an Ed25519 key it refuses mail (451).",
        "Sign with an RSA key, with Rspamd, or with a later OpenDKIM whose KeyTable names the algorithm: Enable-DkimSigning tries that.");

    /// <summary>An RSA key below 2048 bits.</summary>
    public static FindingRule KeyShort { get; } = Warning(
        nameof(KeyShort),
        "The key has {size} bits; 2048 are recommended (RFC 8301).",
        "Replace it by a new one of 2048 bits under another selector.");

    /// <summary>An RSA key that verifiers refuse.</summary>
    public static FindingRule KeyTooShort { get; } = Error(
        nameof(KeyTooShort),
        "The key has {size} bits; verifiers have to refuse fewer than 1024 (RFC 8301), and OpenDKIM and MimeKit do. Who factors such a key signs in its name.",
        "Replace it by a new one of 2048 bits under another selector.");

    /// <summary>A file of which nobody knows whose key it is.</summary>
    public static FindingRule ImportNameUnknown { get; } = Error(
        nameof(ImportNameUnknown),
        "The key in {path} can't be named: {reason}.",
        "Give both: Import-DkimKey -Path {path} -Domain example.com -Selector mail.");

    /// <summary>Nothing to import at a path.</summary>
    public static FindingRule ImportPathMissing { get; } = Error(
        nameof(ImportPathMissing),
        "There is no key file at {path}.",
        "Give the path of a private key, or of a folder that holds some as *.private, *.key or *.pem.");

    /// <summary>A store that can't be listed.</summary>
    public static FindingRule StoreUnreadable { get; } = Error(
        nameof(StoreUnreadable),
        "The keys below {path} can't be listed: {reason}.",
        "Run the command as root or as the owner of the keys, or give the right -KeyDirectory.");

    /// <summary>A store that doesn't exist, where a pattern was to select of it.</summary>
    public static FindingRule StoreMissing { get; } = Error(
        nameof(StoreMissing),
        "The folder of the keys {path} doesn't exist, so nothing was checked.",
        "Correct -KeyDirectory or the setting keyDirectory; New-DkimKey creates the folder with the first key.");

    /// <summary>A selector that a rotation has retired.</summary>
    public static FindingRule SelectorRetired { get; } = Error(
        nameof(SelectorRetired),
        "The selector {selector} of {domain} was retired by a rotation on {date}{signing}.",
        "Rotate the key that signs with Invoke-DkimRotation {domain}, choose another -Selector, or use -Force to use this one again.");

    /// <summary>A domain that signs already, for which a key under the default selector was asked.</summary>
    public static FindingRule AlreadySigning { get; } = Error(
        nameof(AlreadySigning),
        "{domain} already signs with the selector {selectors}.",
        "Show that key with Get-DkimKey {domain}, replace it with Invoke-DkimRotation {domain}, name a -Selector for another key, or use -Force to make {selector}.");

    /// <summary>A folder that is a symbolic link.</summary>
    public static FindingRule LinkedFolder { get; } = Error(
        nameof(LinkedFolder),
        "{path} is a symbolic link; a change through it would change another domain's keys.",
        "Replace the link with a folder, or work on the domain that it points to.");

    /// <summary>A symbolic link that another user could exchange.</summary>
    public static FindingRule LinkNotTrusted { get; } = Error(
        nameof(LinkNotTrusted),
        "{path} is a symbolic link that another user can change, so it is not followed.",
        "Replace the link with a folder, or give both the link and {folder} to root (chown -h root {path}; chown root {folder}).");

    /// <summary>A file system without room.</summary>
    public static FindingRule DiskFull { get; } = Error(
        nameof(DiskFull),
        "Can't {operation} {path}: {reason}.",
        "Free space or inodes there (df -h {mount}, df -i {mount} and quota show how much is used), then run the command again. No partly written file is left.");

    /// <summary>An action that the system doesn't permit.</summary>
    public static FindingRule PermissionDenied { get; } = Error(
        nameof(PermissionDenied),
        "Can't {operation} {path}: {reason}.",
        "Run the command as root or as the owner of the folder, or choose another folder: -KeyDirectory for keys, stateDirectory in the configuration file for locks and journals.");

    /// <summary>A read-only file system.</summary>
    public static FindingRule ReadOnlyFileSystem { get; } = Error(
        nameof(ReadOnlyFileSystem),
        "Can't {operation} {path}: the file system {mount} is mounted read-only.",
        "Mount it writable (mount -o remount,rw {mount}), or choose another folder: -KeyDirectory for keys, stateDirectory in the configuration file for locks and journals.");

    /// <summary>A file where a folder should be, or the reverse.</summary>
    public static FindingRule NotAFolder { get; } = Error(
        nameof(NotAFolder),
        "Can't {operation} {path}: a file is where a folder is needed.",
        "Move the file of that name away, or choose another folder: -KeyDirectory for keys, stateDirectory in the configuration file for locks and journals.");

    /// <summary>A process without file descriptors.</summary>
    public static FindingRule TooManyOpenFiles { get; } = Error(
        nameof(TooManyOpenFiles),
        "Can't {operation} {path}: {reason}.",
        "Raise the limit of open files, which must be at least 160: ulimit -n 1024 in the shell, LimitNOFILE=1024 in a systemd unit.");

    /// <summary>A temporary folder in which nothing can be tried.</summary>
    public static FindingRule TemporaryFolderUnusable { get; } = Error(
        nameof(TemporaryFolderUnusable),
        "The temporary folder {folder} can't be used: {reason}.",
        "Set the environment variable TMPDIR to an existing folder with free space, for example $env:TMPDIR = '/var/tmp', and run the command again.");

    /// <summary>Any other failure of the system.</summary>
    public static FindingRule SystemFailure { get; } = Error(
        nameof(SystemFailure),
        "Can't {operation} {path}: {reason}.",
        "Fix what the system reports, then run the command again. No partly written file is left.");
}
