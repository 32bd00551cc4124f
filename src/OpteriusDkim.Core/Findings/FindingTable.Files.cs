namespace OpteriusDkim.Findings;

/// <content>Files and folders.</content>
internal static partial class FindingTable
{
    /// <summary>A folder that is a symbolic link.</summary>
    public static FindingRule LinkedFolder { get; } = Error(
        nameof(LinkedFolder),
        "{path} is a symbolic link. A change through it would change another domain's keys.",
        "Replace the link with a folder, or use the domain that it points to.");

    /// <summary>A symbolic link that another user could replace.</summary>
    public static FindingRule LinkNotTrusted { get; } = Error(
        nameof(LinkNotTrusted),
        "{path} is a symbolic link that another user can change, so it is not followed.",
        "Replace the link with a folder, or make root the owner of both the link and {folder} (chown -h root "
        + "{path}; chown root {folder}).");

    /// <summary>No space or inodes left on a file system.</summary>
    public static FindingRule DiskFull { get; } = Error(
        nameof(DiskFull),
        "Can't {operation} {path}: {reason}.",
        "Free space or inodes there (df -h {mount}, df -i {mount} and quota show how much is used), then run the command again. "
        + "No partly written file is left.");

    /// <summary>The system denies an operation.</summary>
    public static FindingRule PermissionDenied { get; } = Error(
        nameof(PermissionDenied),
        "Can't {operation} {path}: {reason}.",
        "Run the command as root or as the owner of the folder, or choose another folder: -KeyDirectory for keys, stateDirectory in the "
        + "configuration file for locks and journals.");

    /// <summary>A read-only file system.</summary>
    public static FindingRule ReadOnlyFileSystem { get; } = Error(
        nameof(ReadOnlyFileSystem),
        "Can't {operation} {path}: the file system {mount} is mounted read-only.",
        "Mount it writable (mount -o remount,rw {mount}), or choose another folder: -KeyDirectory for keys, stateDirectory in the "
        + "configuration file for locks and journals.");

    /// <summary>A file where a folder should be, or the reverse.</summary>
    public static FindingRule NotAFolder { get; } = Error(
        nameof(NotAFolder),
        "Can't {operation} {path}: a file is where a folder is needed.",
        "Move the file of that name away, or choose another folder: -KeyDirectory for keys, stateDirectory in the "
        + "configuration file for locks and journals.");

    /// <summary>No file descriptors left.</summary>
    public static FindingRule TooManyOpenFiles { get; } = Error(
        nameof(TooManyOpenFiles),
        "Can't {operation} {path}: {reason}.",
        "Raise the limit of open files, which must be at least 256: ulimit -n 1024 in the shell, LimitNOFILE=1024 in a systemd unit.");

    /// <summary>A temporary folder that can't be used.</summary>
    public static FindingRule TemporaryFolderUnusable { get; } = Error(
        nameof(TemporaryFolderUnusable),
        "The temporary folder {folder} can't be used: {reason}.",
        "Set the environment variable TMPDIR to an existing folder with free space, for example $env:TMPDIR = "
        + "'/var/tmp', and run the command again.");

    /// <summary>Any other operating system error.</summary>
    public static FindingRule SystemFailure { get; } = Error(
        nameof(SystemFailure),
        "Can't {operation} {path}: {reason}.",
        "Fix what the system reports, then run the command again. No partly written file is left.");
}
