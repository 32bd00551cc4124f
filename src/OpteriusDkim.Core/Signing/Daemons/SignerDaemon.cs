namespace OpteriusDkim.Signing.Daemons;

/// <summary>How the running daemon of a signer is reached.</summary>
/// <param name="ConfigurationPath">Its configuration file.</param>
/// <param name="User">The user that it runs as.</param>
internal sealed record SignerDaemon(SignerType Type, string ConfigurationPath, string User)
{
    /// <summary>Its systemd unit, such as <c>opendkim.service</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>The group that it runs as, where its configuration names one beside the user.</summary>
    public string? Group { get; init; }

    /// <summary>Whether it refuses keys that others could read or replace.</summary>
    public bool RequiresSafeKeys { get; init; }

    /// <summary>The file that holds its process id; null where none is configured.</summary>
    public string? PidFile { get; init; }

    /// <summary>
    /// The signal at which it reads its files again, without <c>SIG</c>: <c>USR1</c> for OpenDKIM, <c>HUP</c> for Rspamd.
    /// </summary>
    public required string ReloadSignal { get; init; }

    /// <summary>Where the running daemons that sign with these tables listen, in the form of the daemon's own configuration.</summary>
    public IReadOnlyList<string> Sockets { get; init; } = [];

    /// <summary>The hosts and networks whose mail it signs without a login, as its configuration lists them.</summary>
    public IReadOnlyList<string> ListedHosts { get; init; } = [];

    /// <summary>
    /// Where a mail server hands it mail, where that isn't one of <see cref="Sockets"/>: <c>inet:port@host</c> or <c>local:path</c>.
    /// </summary>
    public IReadOnlyList<string> MilterSockets { get; init; } = [];
}
