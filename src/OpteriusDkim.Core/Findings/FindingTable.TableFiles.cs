namespace OpteriusDkim.Findings;

/// <content>Writing the signers' files.</content>
internal static partial class FindingTable
{
    /// <summary>A missing configuration file of the signer.</summary>
    public static FindingRule SignerConfigurationMissing { get; } = Error(
        nameof(SignerConfigurationMissing),
        "The signer's configuration file {path} was not found, so its signing keys are unknown.",
        "Correct signer.configuration in the module's configuration file (Get-DkimConfiguration shows its path), or install the signer.");

    /// <summary>A table that can't be replaced.</summary>
    public static FindingRule TableNotWritable { get; } = Error(
        nameof(TableNotWritable),
        "The file {path} can't be replaced: {reason}.",
        "Nothing was changed. Run the command as root. If root is refused too, check for an immutable folder (lsattr -d; chattr -i makes "
        + "it writable) and for a file mounted by itself, as into a container (findmnt; mount its folder instead).");

    /// <summary>A table in a folder that doesn't exist.</summary>
    public static FindingRule TableFolderMissing { get; } = Error(
        nameof(TableFolderMissing),
        "The file {path} can't be written: the folder {folder} doesn't exist.",
        "Create the folder with Initialize-DkimSigner, or correct the path in the signer's configuration. Nothing was changed.");

    /// <summary>A table on a read-only file system.</summary>
    public static FindingRule TableReadOnly { get; } = Error(
        nameof(TableReadOnly),
        "The file {path} can't be replaced: it is on a read-only file system.",
        "findmnt -T {path} shows the file system. If it should be writable: mount -o remount,rw. Nothing was changed.");

    /// <summary>A table that is immutable or append-only.</summary>
    public static FindingRule TableImmutable { get; } = Error(
        nameof(TableImmutable),
        "The file {path} can't be replaced: it is immutable or append-only (chattr +i or +a).",
        "Check the attributes with lsattr {path}. If the protection isn't intended: chattr -i -a {path}. Nothing was changed.");

    /// <summary>A table with several hard links.</summary>
    public static FindingRule TableHardLinked { get; } = Error(
        nameof(TableHardLinked),
        "The table {path} has {links} hard links. A change would leave the others with the old content.",
        "Replace the others with symbolic links to this file or with copies, and run the command again.");

    /// <summary>A table that was changed by another program during the command.</summary>
    public static FindingRule TableChanged { get; } = Error(
        nameof(TableChanged),
        "{path} was changed by another program while the command ran. This command did not change it.",
        "Run the command again.");
}
