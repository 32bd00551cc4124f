namespace OpteriusDkim.Findings;

/// <content>Who may read and replace a key's file.</content>
internal static partial class FindingTable
{
    /// <summary>No signer is installed.</summary>
    public static FindingRule NoSigner { get; } = Error(
        nameof(NoSigner),
        "No signer is installed, and signer.type is not set.",
        "Install OpenDKIM or Rspamd, or set signer.type in the configuration file.");

    /// <summary>The signer's user or group doesn't exist.</summary>
    public static FindingRule SignerUserUnknown { get; } = Error(
        nameof(SignerUserUnknown),
        "{signer} runs as {user}, but the system has no such user or group.",
        "Install the signer, or set signer.configuration to its configuration file.");

    /// <summary>A missing key file.</summary>
    public static FindingRule KeyFileMissing { get; } = Error(
        nameof(KeyFileMissing),
        "The key file {path} doesn't exist.",
        "Restore it from a backup, or create a new key with New-DkimKey.");

    /// <summary>A key file that isn't a regular file.</summary>
    public static FindingRule KeyFileNotRegular { get; } = Error(
        nameof(KeyFileNotRegular),
        "{path} is not a regular file, so no signer reads a key from it.",
        "Move it away and put the key file there.");

    /// <summary>A key that every user can read or write.</summary>
    public static FindingRule KeyOpenToEverybody { get; } = Error(
        nameof(KeyOpenToEverybody),
        "All users of this host can read or write {path} (mode {mode}): {consequence}.",
        "Run Repair-DkimKeyPermission, or chmod o-rw {path}. The key may have been copied: rotate to a new one with "
        + "Invoke-DkimRotation -Compromised.");

    /// <summary>A key that belongs to neither root nor the signer.</summary>
    public static FindingRule KeyOwnerUnsafe { get; } = Error(
        nameof(KeyOwnerUnsafe),
        "{path} belongs to {owner}, not to root or {user}: {consequence}.",
        "Run Repair-DkimKeyPermission, or chown {user} {path}.");

    /// <summary>A key that a group with other members can read or write.</summary>
    public static FindingRule KeyGroupUnsafe { get; } = Error(
        nameof(KeyGroupUnsafe),
        "The group {group} can read or write {path} (mode {mode}), and it has other members ({others}): {consequence}.",
        "Run Repair-DkimKeyPermission, or chmod g-rw {path}.");

    /// <summary>A folder in which every user can replace files.</summary>
    public static FindingRule FolderOpenToEverybody { get; } = Error(
        nameof(FolderOpenToEverybody),
        "All users of this host can write to the folder {path} (mode {mode}): {consequence}.",
        "Within the key directory, run Repair-DkimKeyPermission. Elsewhere, run chmod o-w {path}, or move the keys if the folder has to "
        + "be open to everybody, such as /tmp.");

    /// <summary>A folder whose owner could replace a key.</summary>
    public static FindingRule FolderOwnerUnsafe { get; } = Error(
        nameof(FolderOwnerUnsafe),
        "The folder {path} belongs to {owner}, who can write to it and is neither root nor {user}: {consequence}.",
        "Within the key directory, run Repair-DkimKeyPermission. Elsewhere, copy the keys into the key directory of root "
        + "(Import-DkimKey, as root). Leave a home folder to its owner.");

    /// <summary>A folder in which a group with other members can replace files.</summary>
    public static FindingRule FolderGroupUnsafe { get; } = Error(
        nameof(FolderGroupUnsafe),
        "The group {group} can write to the folder {path} (mode {mode}), and it has other members ({others}): {consequence}.",
        "Within the key directory, run Repair-DkimKeyPermission. Elsewhere, run chmod g-w {path}.");

    /// <summary>A key that a signer can't read.</summary>
    public static FindingRule KeyClosedToSigner { get; } = Error(
        nameof(KeyClosedToSigner),
        "{signer} can't read {path} (owner {owner}:{group}, mode {mode}), so mail of the domain would not be signed with it.",
        "Within the key directory, run Repair-DkimKeyPermission. Elsewhere, make the file readable: setfacl -m u:{user}:r {path}.");

    /// <summary>A folder that a signer can't enter.</summary>
    public static FindingRule FolderClosedToSigner { get; } = Error(
        nameof(FolderClosedToSigner),
        "{signer} can't enter the folder {path} (owner {owner}:{group}, mode {mode}), so it can't read the keys below it.",
        "Within the key directory, run Repair-DkimKeyPermission. Elsewhere, let the user enter it: setfacl -m u:{user}:x {path}.");

    /// <summary>setfacl is not installed.</summary>
    public static FindingRule AclMissing { get; } = Error(
        nameof(AclMissing),
        "Several signers share {path}, which requires an access control list, but setfacl is not installed.",
        "Install it (apt install acl), and run the command again. Nothing was changed.");

    /// <summary>A file or folder that a repair doesn't change.</summary>
    public static FindingRule RepairNotOurs { get; } = Warning(
        nameof(RepairNotOurs),
        "{problem}. It wasn't changed because {reason}.",
        "Check whether it may be changed by hand: {advice}.");

    /// <summary>Permissions that suit all signers don't exist.</summary>
    public static FindingRule RepairImpossible { get; } = Error(
        nameof(RepairImpossible),
        "No combination of owner, group, mode and access control list of {path} suits all of {signers}.",
        "Give each signer its own key: New-DkimKey with another -KeyDirectory.");

    /// <summary>A file that was changed during a repair.</summary>
    public static FindingRule RepairOvertaken { get; } = Error(
        nameof(RepairOvertaken),
        "{path} was changed by another user or program while it was being repaired.",
        "Check its owner and permissions (ls -l {path}), and run the command again.");
}
