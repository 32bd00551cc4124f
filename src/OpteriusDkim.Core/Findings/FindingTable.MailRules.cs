namespace OpteriusDkim.Findings;

/// <content>Directives of OpenDKIM that decide about mail beside the tables.</content>
internal static partial class FindingTable
{
    /// <summary>A Lua script that decides about mail.</summary>
    public static FindingRule PolicyScriptDecides { get; } = Warning(
        nameof(PolicyScriptDecides),
        "{source}: the Lua script {path} ({directive}) may sign, change or reject any message, so what OpenDKIM does "
        + "with mail can't be predicted.",
        "Use Test-DkimSigning to see whether a message is signed. The keys of the KeyTable count as in use.");

    /// <summary>A header field that decides instead of From.</summary>
    public static FindingRule SenderFieldDecides { get; } = Warning(
        nameof(SenderFieldDecides),
        "{source}: SenderHeaders lists {field} before From. OpenDKIM signs a message that has this field for the domain in "
        + "{field}, not for the one in From.",
        "Set SenderHeaders From, or remove the directive, and reload OpenDKIM.");

    /// <summary>Recipients whose mail isn't signed.</summary>
    public static FindingRule RecipientsNotSigned { get; } = Warning(
        nameof(RecipientsNotSigned),
        "{source}: DontSignMailTo contains {recipients}. A message with such a recipient leaves unsigned, for "
        + "its other recipients as well.",
        "Remove the recipients whose mail should be signed, and reload OpenDKIM.");

    /// <summary>A small MaximumHeaders.</summary>
    public static FindingRule HeaderLimitLow { get; } = Warning(
        nameof(HeaderLimitLow),
        "{source}: MaximumHeaders is {limit}. A message whose header is longer than {limit} bytes {effect}, and ordinary "
        + "mail can have several thousand.",
        "Remove MaximumHeaders (the default is 65536), and reload OpenDKIM.");

    /// <summary>A folder for temporary files that can't be used.</summary>
    public static FindingRule SignerTemporaryFolderUnusable { get; } = Error(
        nameof(SignerTemporaryFolderUnusable),
        "{source}: KeepTemporaryFiles is set, but OpenDKIM can't create files in {path}: {reason}. Mail that should be signed {effect}.",
        "Remove KeepTemporaryFiles, which is for debugging, and reload OpenDKIM. Or run: install -d -o {user} -m 0700 {path}");

    /// <summary>A changed root directory.</summary>
    public static FindingRule RootDirectoryChanged { get; } = Error(
        nameof(RootDirectoryChanged),
        "{source}: OpenDKIM changes its root directory to {root}, so the paths in its configuration and tables "
        + "refer to files below that folder. "
        + "Which keys it uses is not known, and all keys count as in use.",
        "Remove ChangeRootDirectory and restart OpenDKIM. To confine the daemon use its systemd unit instead "
        + "(ProtectSystem=, ReadWritePaths=).");
}
