namespace OpteriusDkim;

/// <content>Who may read and replace a key's file.</content>
public static partial class FindingTable
{
    /// <summary>A host without a signer.</summary>
    public static FindingRule NoSigner { get; } = Error(
        nameof(NoSigner),
        "No signer is installed, and the configuration names none.",
        "Install OpenDKIM or Rspamd, or set signer.type in the configuration file.");

    /// <summary>A user of a signer that the system doesn't know.</summary>
    public static FindingRule SignerUserUnknown { get; } = Error(
        nameof(SignerUserUnknown),
        "The system has no user or group {user}, as which {signer} runs.",
        "Install the signer, or give its own configuration file as signer.configuration.");

    /// <summary>A key file that isn't there.</summary>
    public static FindingRule KeyFileMissing { get; } = Error(
        nameof(KeyFileMissing),
        "There is no file {path}.",
        "Restore it from a backup, or make a new key with New-DkimKey.");

    /// <summary>Something else than a file in the place of a key.</summary>
    public static FindingRule KeyFileNotRegular { get; } = Error(
        nameof(KeyFileNotRegular),
        "{path} is not a regular file, and no signer reads a key from it.",
        "Move it away and put the key's file there.");

    /// <summary>A key that everybody can read or write.</summary>
    public static FindingRule KeyOpenToEverybody { get; } = Error(
        nameof(KeyOpenToEverybody),
        "Everybody on this host can read or write {path} (mode {mode}): {consequence}.",
        "Repair-DkimKeyPermission mends it, or chmod o-rw {path}. Whoever could read the key may have copied it: replace it by a new one under another selector.");

    /// <summary>A key that belongs to neither root nor OpenDKIM.</summary>
    public static FindingRule KeyOwnerUnsafe { get; } = Error(
        nameof(KeyOwnerUnsafe),
        "{path} belongs to {owner}, not to root or {user}: {consequence}.",
        "Repair-DkimKeyPermission mends it, or chown {user} {path}.");

    /// <summary>A key that a group can read in which others are.</summary>
    public static FindingRule KeyGroupUnsafe { get; } = Error(
        nameof(KeyGroupUnsafe),
        "The group {group} can read or write {path} (mode {mode}), and others have that group ({others}): {consequence}.",
        "Repair-DkimKeyPermission mends it, or chmod g-rw {path}.");

    /// <summary>A folder in which everybody can replace files.</summary>
    public static FindingRule FolderOpenToEverybody { get; } = Error(
        nameof(FolderOpenToEverybody),
        "Everybody on this host can write to the folder {path} (mode {mode}): {consequence}.",
        "Within the key directory Repair-DkimKeyPermission mends it; elsewhere chmod o-w {path}, or keep the keys in another place where it has to be so, as /tmp has.");

    /// <summary>A folder whose owner could replace a key.</summary>
    public static FindingRule FolderOwnerUnsafe { get; } = Error(
        nameof(FolderOwnerUnsafe),
        "The folder {path} belongs to {owner}, who can write to it and is neither root nor {user}: {consequence}.",
        "Within the key directory Repair-DkimKeyPermission mends it; elsewhere chown root {path}, where nobody relies on it.");

    /// <summary>A folder in which a group can replace files.</summary>
    public static FindingRule FolderGroupUnsafe { get; } = Error(
        nameof(FolderGroupUnsafe),
        "The group {group} can write to the folder {path} (mode {mode}), and others have that group ({others}): {consequence}.",
        "Within the key directory Repair-DkimKeyPermission mends it; elsewhere chmod g-w {path}.");

    /// <summary>A key that a signer can't read.</summary>
    public static FindingRule KeyClosedToSigner { get; } = Error(
        nameof(KeyClosedToSigner),
        "{signer} can't read {path}, which is of {owner}:{group} with mode {mode}: mail of the domain would not be signed with it.",
        "Repair-DkimKeyPermission mends it; a file outside the key directory is made readable with setfacl -m u:{user}:r {path}.");

    /// <summary>A folder that a signer can't pass.</summary>
    public static FindingRule FolderClosedToSigner { get; } = Error(
        nameof(FolderClosedToSigner),
        "{signer} can't enter the folder {path}, which is of {owner}:{group} with mode {mode}, and so reads no key below it.",
        "Within the key directory Repair-DkimKeyPermission mends it; elsewhere let that user pass: setfacl -m u:{user}:x {path}.");

    /// <summary>A program for access control lists that isn't there.</summary>
    public static FindingRule AclMissing { get; } = Error(
        nameof(AclMissing),
        "Several signers share {path}, which takes an access control list, and setfacl is not installed.",
        "Install it (apt install acl), and run the command again; nothing was changed.");

    /// <summary>A file or folder that a repair doesn't touch.</summary>
    public static FindingRule RepairNotOurs { get; } = Warning(
        nameof(RepairNotOurs),
        "{problem}. It is left as it is, since {reason}.",
        "Change it by hand where nothing speaks against it: {advice}.");

    /// <summary>A file or folder that no change of ours makes right for all.</summary>
    public static FindingRule RepairImpossible { get; } = Error(
        nameof(RepairImpossible),
        "No owner, group, mode and access control list of {path} would suit all of {signers}.",
        "Give each signer a key of its own: New-DkimKey with another -KeyDirectory.");

    /// <summary>A file that changed under a repair.</summary>
    public static FindingRule RepairOvertaken { get; } = Error(
        nameof(RepairOvertaken),
        "{path} was changed by someone else while it was being repaired.",
        "See who did (ls -l {path}), and run the command again.");
}
