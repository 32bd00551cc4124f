namespace OpteriusDkim.Findings;

/// <content>What became of probe messages, and daemons that could not be asked or reloaded.</content>
internal static partial class FindingTable
{
    /// <summary>A test message that was not signed.</summary>
    public static FindingRule MailUnsigned { get; } = Error(
        nameof(MailUnsigned),
        "{endpoint}: mail from {sender} leaves unsigned.",
        "Get-DkimSigning {domain} shows whether an entry matches this sender and what is wrong with it. Enable-DkimSigning "
        + "{domain} adds a missing entry.");

    /// <summary>A test message that got a temporary failure.</summary>
    public static FindingRule MailDeferred { get; } = Error(
        nameof(MailDeferred),
        "{endpoint}: mail from {sender} gets a temporary failure (451) and isn't sent.",
        "Usually the key file is missing, can't be read by the signer or is open to other users, or the SigningTable names a key that "
        + "the KeyTable doesn't contain. The signer's log shows which (journalctl -u opendkim, or -u rspamd).");

    /// <summary>A test message that was rejected.</summary>
    public static FindingRule MailRejected { get; } = Error(
        nameof(MailRejected),
        "{endpoint}: the signer rejects mail from {sender}.",
        "The signer's log says why. Until this is corrected, the domain can't send mail through this signer.");

    /// <summary>Mail that the mail server accepts but the signer leaves unsigned.</summary>
    public static FindingRule RequiredMailUnsigned { get; } = Error(
        nameof(RequiredMailUnsigned),
        "{endpoint}: mail of {domain} {mail} leaves unsigned, and Postfix on this host accepts such mail. It is excluded by {directive}.",
        "{advice}");

    /// <summary>Mail that the signer leaves unsigned because of where it comes from.</summary>
    public static FindingRule OriginUnsigned { get; } = Warning(
        nameof(OriginUnsigned),
        "{endpoint}: mail of {domain} {mail} leaves unsigned. It is excluded by {directive}.",
        "{advice}");

    /// <summary>Mail with another envelope domain that the signer leaves unsigned.</summary>
    public static FindingRule OtherEnvelopeUnsigned { get; } = Information(
        nameof(OtherEnvelopeUnsigned),
        "{endpoint}: mail of {domain} {mail} leaves unsigned. It is excluded by {directive}.",
        "{advice}");

    /// <summary>A signer that signs mail from any host.</summary>
    public static FindingRule AnyHostSigned { get; } = Warning(
        nameof(AnyHostSigned),
        "{endpoint}: mail of {domain} is signed although it comes from {address} without authentication. Anyone who can reach this mail "
        + "server can have mail signed with this key.",
        "Restrict {directive} to your own hosts, and reload the signer.");

    /// <summary>A signature with another selector than the expected one.</summary>
    public static FindingRule OtherSelectorSigned { get; } = Error(
        nameof(OtherSelectorSigned),
        "{endpoint}: mail of {domain} is signed with the selector {selectors} instead of {expected}.",
        "If the tables name {expected}, the daemon has not loaded them; its log shows why (a broken configuration is ignored "
        + "silently). Reload or restart it.");

    /// <summary>One of several expected signatures is missing.</summary>
    public static FindingRule SignatureMissing { get; } = Error(
        nameof(SignatureMissing),
        "{endpoint}: mail of {domain} is signed, but not with the selector {selector}.",
        "The signer's log shows why this signature is missing; usually the signer can't read the key file or doesn't support its format.");

    /// <summary>A running daemon that doesn't behave as its configuration says.</summary>
    public static FindingRule RunningDaemonDiffers { get; } = Error(
        nameof(RunningDaemonDiffers),
        "{endpoint}: the running daemon {running} for {domain}, but by its configuration it {configured}.",
        "The daemon has not loaded the present files, or uses others. Reload it, and restart it if that doesn't help; "
        + "its log shows what it refused.");

    /// <summary>A signature of another domain than the sender's.</summary>
    public static FindingRule SignedForOtherDomain { get; } = Error(
        nameof(SignedForOtherDomain),
        "{endpoint}: mail from {sender} is signed as {other} instead of {domain}.",
        "An earlier line of the SigningTable, or a pattern such as *@*, names another domain's key. Fix that line, or put "
        + "the domain's own line before it.");

    /// <summary>A subdomain that Rspamd signs as its parent (use_esld).</summary>
    public static FindingRule SubdomainSwallowed { get; } = Error(
        nameof(SubdomainSwallowed),
        "Rspamd signs mail of {domain} as {other}: use_esld is on, so entries for {domain} are ignored.",
        "Set use_esld = false; in local.d/dkim_signing.conf, after adding entries for all domains that depend on it.");

    /// <summary>A signature whose key isn't in the store.</summary>
    public static FindingRule SignatureKeyNotStored { get; } = Warning(
        nameof(SignatureKeyNotStored),
        "{endpoint}: mail of {domain} is signed with the selector {selector}, but its key is not in the store.",
        "Import the key with Import-DkimKey, so that it can be verified and rotated.");

    /// <summary>A signature that the stored key can't verify.</summary>
    public static FindingRule SignedWithOtherKey { get; } = Error(
        nameof(SignedWithOtherKey),
        "{endpoint}: the stored key {path} doesn't verify the signature of {name}: {problem}.",
        "The signer reads another file, or still has an old key in memory. Check the path in its tables "
        + "(Get-DkimSigning), and restart it.");

    /// <summary>A signature that receivers can't verify.</summary>
    public static FindingRule SignatureFailsInDns { get; } = Error(
        nameof(SignatureFailsInDns),
        "Receivers can't verify this signature with the record at {name}.",
        "Publish the record that Get-DkimRecord shows; Test-DkimDns shows what is wrong with the present one.");

    /// <summary>A signature with SHA-1.</summary>
    public static FindingRule SignatureObsolete { get; } = Error(
        nameof(SignatureObsolete),
        "{endpoint}: the signature uses {algorithm}, which receivers must not accept (RFC 8301).",
        "Set SignatureAlgorithm rsa-sha256 in the signer's configuration, or remove the line that sets another algorithm.");

    /// <summary>A text that is not a socket.</summary>
    public static FindingRule InvalidSocket { get; } = Error(
        nameof(InvalidSocket),
        "{input} is not a socket: {problem}.",
        "Use local:/path, inet:port@host or inet6:port@host, as in the daemon's configuration; for Rspamd also /path or host:port.");

    /// <summary>The socket or host doesn't exist.</summary>
    public static FindingRule SocketMissing { get; } = Error(
        nameof(SocketMissing),
        "{endpoint} can't be reached: no such socket ({reason}).",
        "Check that the daemon is running, and compare the socket with the one in its configuration. A mail server "
        + "in a chroot sees another path.");

    /// <summary>Nothing listens on the socket.</summary>
    public static FindingRule SocketRefused { get; } = Error(
        nameof(SocketRefused),
        "{endpoint} can't be reached: connection refused ({reason}).",
        "Start the daemon, or compare the socket with the one in its configuration.");

    /// <summary>A socket that the caller may not use.</summary>
    public static FindingRule SocketDenied { get; } = Error(
        nameof(SocketDenied),
        "{endpoint} can't be reached: permission denied.",
        "Run the command as root, or as a member of the socket's group.");

    /// <summary>A daemon that doesn't answer.</summary>
    public static FindingRule SocketTimeout { get; } = Error(
        nameof(SocketTimeout),
        "{endpoint} did not answer within {seconds} s.",
        "The daemon hangs, is overloaded or waits for DNS, or another program listens there. Use a longer "
        + "-Timeout, or restart the daemon.");

    /// <summary>Replies that don't follow the protocol.</summary>
    public static FindingRule SocketGarbled { get; } = Error(
        nameof(SocketGarbled),
        "{endpoint} sent a reply that does not follow its protocol: {problem}.",
        "Another program may use this socket. Compare it with the daemon's configuration.");

    /// <summary>A daemon that closes the connection, twice in a row.</summary>
    public static FindingRule SignerEnded { get; } = Error(
        nameof(SignerEnded),
        "The daemon at {endpoint} closed the connection: {problem}.",
        "Check whether it is running, and its log for the reason (systemctl status opendkim, journalctl -u opendkim; or rspamd). Start "
        + "it, and run the command again.");

    /// <summary>The daemon's program isn't installed.</summary>
    public static FindingRule SignerProgramMissing { get; } = Error(
        nameof(SignerProgramMissing),
        "The configuration can't be tested: {program} is not installed.",
        "Install the signer on this host, or run the command on the host where it is installed.");

    /// <summary>Only root can run the daemon's program as its user.</summary>
    public static FindingRule ConfigurationNotTried { get; } = Error(
        nameof(ConfigurationNotTried),
        "The configuration can't be tested: only root can run {program} as the user {user}.",
        "Run the command as root or as {user}. The running daemon is still tested if its socket permits.");

    /// <summary>A configuration that the daemon's program refuses.</summary>
    public static FindingRule ConfigurationRefused { get; } = Error(
        nameof(ConfigurationRefused),
        "{program} refuses the configuration {path}: {reason}.",
        "Correct the configuration. A running daemon keeps its old configuration, and won't start again after a restart.");

    /// <summary>A configuration that makes the daemon's program crash.</summary>
    public static FindingRule ConfigurationCrashes { get; } = Error(
        nameof(ConfigurationCrashes),
        "{program} crashes with the configuration {path}, and so would the daemon.",
        "Look for a line of the SigningTable without a key name, or of the KeyTable without its three fields, and correct it.");

    /// <summary>The daemon isn't running, or its PID file is wrong.</summary>
    public static FindingRule SignerNotRunning { get; } = Error(
        nameof(SignerNotRunning),
        "{program} can't be signalled: {problem}.",
        "Start the daemon, fix the PidFile setting in its configuration, or set signer.reload in the configuration file.");

    /// <summary>A reload or restart that failed.</summary>
    public static FindingRule SignerReloadFailed { get; } = Error(
        nameof(SignerReloadFailed),
        "The command {command} failed: {reason}.",
        "Run it by hand to see the cause. Until the daemon is reloaded it signs with its old tables.");

    /// <summary>No known way to restart the daemon.</summary>
    public static FindingRule SignerRestartUnknown { get; } = Error(
        nameof(SignerRestartUnknown),
        "{program} must be restarted to remove the key from its memory, but systemd doesn't manage it.",
        "Restart it the way it was started: {how}");
}
