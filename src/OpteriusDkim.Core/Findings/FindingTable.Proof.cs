namespace OpteriusDkim;

/// <content>What became of probe messages, and daemons that could not be asked or reloaded.</content>
public static partial class FindingTable
{
    /// <summary>A probe without a signature.</summary>
    public static FindingRule MailUnsigned { get; } = Error(
        nameof(MailUnsigned),
        "{endpoint}: mail from {sender} leaves unsigned.",
        "Get-DkimSigning {domain} shows whether an entry matches this sender and what is wrong with it. Enable-DkimSigning {domain} adds a missing entry.");

    /// <summary>A probe that met a temporary failure.</summary>
    public static FindingRule MailDeferred { get; } = Error(
        nameof(MailDeferred),
        "{endpoint}: mail from {sender} gets a temporary failure (451) and isn't sent.",
        "As a rule the key file is missing, can't be read by the signer or is open to others, or the SigningTable names a key that the KeyTable doesn't have. The signer's log says which (journalctl -u opendkim, or -u rspamd).");

    /// <summary>A probe that was rejected.</summary>
    public static FindingRule MailRejected { get; } = Error(
        nameof(MailRejected),
        "{endpoint}: mail from {sender} is rejected.",
        "The signer's log says why. Until this is corrected, the domain can't send mail through this signer.");

    /// <summary>Mail that the mail server takes in and the signer leaves unsigned.</summary>
    public static FindingRule RequiredMailUnsigned { get; } = Error(
        nameof(RequiredMailUnsigned),
        "{endpoint}: mail of {domain} {mail} leaves unsigned, and the Postfix of this host accepts such mail. {directive} excludes it.",
        "{advice}");

    /// <summary>Mail that the signer leaves unsigned, by the way it arrives.</summary>
    public static FindingRule OriginUnsigned { get; } = Warning(
        nameof(OriginUnsigned),
        "{endpoint}: mail of {domain} {mail} leaves unsigned. {directive} excludes it.",
        "{advice}");

    /// <summary>Mail with another domain in its envelope, which the signer leaves unsigned.</summary>
    public static FindingRule OtherEnvelopeUnsigned { get; } = Information(
        nameof(OtherEnvelopeUnsigned),
        "{endpoint}: mail of {domain} {mail} leaves unsigned. {directive} excludes it.",
        "{advice}");

    /// <summary>A signer that signs for everybody.</summary>
    public static FindingRule AnyHostSigned { get; } = Warning(
        nameof(AnyHostSigned),
        "{endpoint}: mail of {domain} is signed although it comes from {address}, which hasn't logged in: anybody can have mail signed with this key.",
        "Restrict {directive} to your own hosts, and reload the signer.");

    /// <summary>A signature under another selector than the one expected.</summary>
    public static FindingRule OtherSelectorSigned { get; } = Error(
        nameof(OtherSelectorSigned),
        "{endpoint}: mail of {domain} is signed with the selector {selectors}, and not with {expected}.",
        "If the tables name {expected}, the daemon has not taken them up: its log says why (a broken configuration is dropped silently). Reload or restart it.");

    /// <summary>One of several expected signatures isn't there.</summary>
    public static FindingRule SignatureMissing { get; } = Error(
        nameof(SignatureMissing),
        "{endpoint}: mail of {domain} is signed, and not with the selector {selector}.",
        "The signer's log says why it left this signature out; as a rule it can't read the key file or its form.");

    /// <summary>A running daemon that does something else than the files say.</summary>
    public static FindingRule RunningDaemonDiffers { get; } = Error(
        nameof(RunningDaemonDiffers),
        "{endpoint}: the running daemon {running} for {domain}, and by the configuration {configured}.",
        "The daemon has not taken up the files as they are, or runs with others. Reload it, and where that changes nothing restart it; its log says what it refused.");

    /// <summary>A signature of another domain than the sender's.</summary>
    public static FindingRule SignedForOtherDomain { get; } = Error(
        nameof(SignedForOtherDomain),
        "{endpoint}: mail from {sender} is signed as {other}, and not as {domain}.",
        "An earlier line of the SigningTable, or a pattern such as *@*, names another domain's key. Mend that line, or put the domain's own before it.");

    /// <summary>Rspamd's use_esld.</summary>
    public static FindingRule SubdomainSwallowed { get; } = Error(
        nameof(SubdomainSwallowed),
        "Rspamd signs mail of {domain} as {other}: use_esld is on, and entries for {domain} are ignored.",
        "Set use_esld = false; in local.d/dkim_signing.conf, after giving entries to all domains that rely on it.");

    /// <summary>A signature whose key the store doesn't have.</summary>
    public static FindingRule SignatureKeyNotStored { get; } = Warning(
        nameof(SignatureKeyNotStored),
        "{endpoint}: mail of {domain} is signed with the selector {selector}, whose key is not in the store.",
        "Take the key into the store with Import-DkimKey, so that it can be verified and rotated.");

    /// <summary>A signature that the stored key doesn't verify.</summary>
    public static FindingRule SignedWithOtherKey { get; } = Error(
        nameof(SignedWithOtherKey),
        "{endpoint}: the stored key {path} doesn't verify the signature of {name}: {problem}.",
        "The signer reads another file, or still has an old key in its memory. Look at the path in its tables, and restart it.");

    /// <summary>A signature that receivers can't verify.</summary>
    public static FindingRule SignatureFailsInDns { get; } = Error(
        nameof(SignatureFailsInDns),
        "Receivers can't verify this signature with what DNS has at {name}.",
        "Publish the record that Get-DkimRecord shows; Test-DkimDns says what is wrong with the present one.");

    /// <summary>A signature with SHA-1.</summary>
    public static FindingRule SignatureObsolete { get; } = Error(
        nameof(SignatureObsolete),
        "{endpoint}: the signature is made with {algorithm}, which receivers must not take (RFC 8301).",
        "Set SignatureAlgorithm rsa-sha256 in the signer's configuration, or remove the line that sets another.");

    /// <summary>A text that names no socket.</summary>
    public static FindingRule InvalidSocket { get; } = Error(
        nameof(InvalidSocket),
        "{input} is not a socket: {problem}.",
        "Give local:/path, inet:port@host or inet6:port@host, as the daemon's configuration has it; Rspamd's also as /path or host:port.");

    /// <summary>No socket at a path, or no such host.</summary>
    public static FindingRule SocketMissing { get; } = Error(
        nameof(SocketMissing),
        "{endpoint} can't be reached: there is no such socket ({reason}).",
        "Is the daemon running? Compare the socket in its configuration; a mail server in a chroot sees another path.");

    /// <summary>Nobody listens.</summary>
    public static FindingRule SocketRefused { get; } = Error(
        nameof(SocketRefused),
        "{endpoint} can't be reached: nobody listens there ({reason}).",
        "Start the daemon, or compare the socket in its configuration.");

    /// <summary>A socket that the caller may not use.</summary>
    public static FindingRule SocketDenied { get; } = Error(
        nameof(SocketDenied),
        "{endpoint} can't be reached: permission denied.",
        "Run the command as root, or as a member of the socket's group.");

    /// <summary>A daemon that doesn't answer.</summary>
    public static FindingRule SocketTimeout { get; } = Error(
        nameof(SocketTimeout),
        "{endpoint} did not answer within {seconds} s.",
        "The daemon hangs, is overloaded or waits for DNS; or what listens there is no such daemon. Give a longer -Timeout, or restart it.");

    /// <summary>Answers that aren't the protocol's.</summary>
    public static FindingRule SocketGarbled { get; } = Error(
        nameof(SocketGarbled),
        "{endpoint} answers with something that is not its protocol: {problem}.",
        "Is this the socket of another program? Compare the daemon's configuration.");

    /// <summary>A daemon that closes the connection, also when it is asked a second time.</summary>
    public static FindingRule SignerEnded { get; } = Error(
        nameof(SignerEnded),
        "The daemon at {endpoint} ended while it was asked: {problem}.",
        "See whether it runs, and its log for why it ended (systemctl status opendkim, journalctl -u opendkim; or rspamd). Start it, and run the command again.");

    /// <summary>The daemon's program isn't there.</summary>
    public static FindingRule SignerProgramMissing { get; } = Error(
        nameof(SignerProgramMissing),
        "The configuration can't be tried: {program} is not installed.",
        "Install the signer on this host, or run the command where it is.");

    /// <summary>Only root can act as the daemon's user.</summary>
    public static FindingRule ConfigurationNotTried { get; } = Error(
        nameof(ConfigurationNotTried),
        "The configuration can't be tried: only root can run {program} as the user {user}.",
        "Run the command as root or as {user}; the running daemon is asked all the same where its socket permits.");

    /// <summary>A configuration that the daemon's program refuses.</summary>
    public static FindingRule ConfigurationRefused { get; } = Error(
        nameof(ConfigurationRefused),
        "{program} does not take the configuration {path}: {reason}.",
        "Correct it. A running daemon keeps its old configuration, and doesn't start again after a restart.");

    /// <summary>A configuration that makes the daemon's program crash.</summary>
    public static FindingRule ConfigurationCrashes { get; } = Error(
        nameof(ConfigurationCrashes),
        "{program} crashes over the configuration {path}, and so would the daemon.",
        "Look for a line of the SigningTable without a key name, or of the KeyTable without its three fields, and correct it.");

    /// <summary>The daemon isn't running, or its pid file lies.</summary>
    public static FindingRule SignerNotRunning { get; } = Error(
        nameof(SignerNotRunning),
        "{program} can't be signalled: {problem}.",
        "Start the daemon, fix the PidFile setting in its configuration, or set signer.reload in the configuration file.");

    /// <summary>A reload or restart that failed.</summary>
    public static FindingRule SignerReloadFailed { get; } = Error(
        nameof(SignerReloadFailed),
        "The command {command} failed: {reason}.",
        "Run it by hand to see why. Until the daemon has been reloaded it signs with the tables that it had.");

    /// <summary>No known way to restart.</summary>
    public static FindingRule SignerRestartUnknown { get; } = Error(
        nameof(SignerRestartUnknown),
        "{program} has to be restarted, so that nothing of the key stays in its memory, and systemd doesn't run it.",
        "Restart it in the way it was started: {how}");
}
