namespace OpteriusDkim.Findings;

/// <content>Publishing with the APIs of DNS services.</content>
internal static partial class FindingTable
{
    /// <summary>A credential that can't be read.</summary>
    public static FindingRule CredentialUnreadable { get; } = Error(
        nameof(CredentialUnreadable),
        "The credential {source} can't be read: {reason}.",
        "Write the token to a file that belongs to root or to the user who runs this command, with mode 0600, in folders that nobody else "
        + "can write to, and set publisher.credentialFile to its path. Or set it to secret:VAULT/NAME for a secret of SecretManagement.");

    /// <summary>A credential file that other users can read or change.</summary>
    public static FindingRule CredentialOpen { get; } = Error(
        nameof(CredentialOpen),
        "Other users of this host can read or write the credential {path} (mode {mode}). Anyone who has it can change the zone.",
        "Run chmod 0600 {path}, and create a new credential at the DNS service if others may have read it.");

    /// <summary>A file or secret that is not a credential.</summary>
    public static FindingRule CredentialBroken { get; } = Error(
        nameof(CredentialBroken),
        "{source} is not a usable credential: {problem}.",
        "Write only the token or key as the DNS service shows it, on one line. docs/publishing.md has the form for each service.");

    /// <summary>A service that can't be reached.</summary>
    public static FindingRule ServiceUnreachable { get; } = Error(
        nameof(ServiceUnreachable),
        "{service} can't be reached at {address}: {reason}.",
        "Check publisher.url, that the service is up, its certificate, and that no firewall or proxy is in the way. Nothing was changed.");

    /// <summary>No reply to a change.</summary>
    public static FindingRule ServiceUnanswered { get; } = Error(
        nameof(ServiceUnanswered),
        "{service} at {address} did not confirm the change: {reason}. It is unknown whether it was made.",
        "Run the command again: it starts from the present records and does what is missing.");

    /// <summary>401 or 403.</summary>
    public static FindingRule ServiceDenied { get; } = Error(
        nameof(ServiceDenied),
        "{service} denies access: {reason}.",
        "Check publisher.credentialFile: that the credential is valid, may be used from this host, and has the permission it needs: "
        + "{permission}.");

    /// <summary>Another refusal.</summary>
    public static FindingRule ServiceRefused { get; } = Error(
        nameof(ServiceRefused),
        "{service} refuses the request for {subject}: {reason}.",
        "Correct what the service names, or make the change in its web interface. Then run the command again.");

    /// <summary>A failure of the service.</summary>
    public static FindingRule ServiceFailed { get; } = Error(
        nameof(ServiceFailed),
        "{service} failed: {reason}.",
        "Check publisher.url, which must be the address of the API itself. If it is right, run the command again later: it starts from "
        + "the present records.");

    /// <summary>Too many requests.</summary>
    public static FindingRule ServiceBusy { get; } = Error(
        nameof(ServiceBusy),
        "{service} refuses requests because there were too many: {reason}.",
        "Run the command again later, for fewer domains at a time or with a smaller -ThrottleLimit: it does what is missing.");

    /// <summary>No zone for the name.</summary>
    public static FindingRule ServiceZoneUnknown { get; } = Error(
        nameof(ServiceZoneUnknown),
        "{service} has no zone that contains {name}, or doesn't show it to this credential.",
        "Add the zone there, permit the credential to use it, or set another publisher for the domain. Nothing was changed.");

    /// <summary>NS or DNAME records above the name.</summary>
    public static FindingRule ServiceNameDelegated { get; } = Error(
        nameof(ServiceNameDelegated),
        "{name} can't be published at {service}: {delegation} has NS or DNAME records there, so other servers answer for it.",
        "Publish the record in the zone that those servers have, with a publisher for it, or remove the delegation.");

    /// <summary>A record that is stored but not served.</summary>
    public static FindingRule ServiceRecordDisabled { get; } = Error(
        nameof(ServiceRecordDisabled),
        "{name} has a disabled TXT record at {service}. It was not changed.",
        "Enable or delete that record there, then run the command again.");

    /// <summary>A change by somebody else.</summary>
    public static FindingRule ServiceRecordChanged { get; } = Error(
        nameof(ServiceRecordChanged),
        "{name} was changed at {service} by someone else at the same time. Nothing was changed by this command.",
        "Run the command again: it starts from the present records.");

    /// <summary>A change without an effect.</summary>
    public static FindingRule ServiceWithoutEffect { get; } = Error(
        nameof(ServiceWithoutEffect),
        "{service} reports success for the change of {name}, but its record is not as requested.",
        "Compare the record in the service's web interface with Get-DkimRecord. If the service shortened or altered it, publish by hand.");

    /// <summary>A TTL outside of the service's limits.</summary>
    public static FindingRule ServiceTtl { get; } = Information(
        nameof(ServiceTtl),
        "{service} doesn't accept the TTL {ttl} for {name}: {used} was used.",
        "No action is needed. To use the same value everywhere, set ttl in the configuration file.");

    /// <summary>A Posh-ACME plugin that failed.</summary>
    public static FindingRule PluginFailed { get; } = Error(
        nameof(PluginFailed),
        "The Posh-ACME plugin {plugin} failed for {name}: {reason}.",
        "Get-PAPlugin {plugin} -Guide explains the arguments for publisher.pluginArguments. The module is installed with Install-Module "
        + "Posh-ACME -Scope AllUsers. Then run the command again: it starts from the present records.");

    /// <summary>An argument of a plugin that can't be read.</summary>
    public static FindingRule PluginArgumentInvalid { get; } = Error(
        nameof(PluginArgumentInvalid),
        "publisher.pluginArguments has an invalid argument ({argument}): {problem}.",
        "Write each argument as \"Name=value\", and a secret as \"Name=file:/path/of/a/private/file\" or \"Name=secret:Vault/Name\".");
}
