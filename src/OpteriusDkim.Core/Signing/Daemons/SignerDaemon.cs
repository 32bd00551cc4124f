namespace OpteriusDkim.Signing.Daemons;

/// <summary>How to find, contact and reload the daemon of a signer.</summary>
internal sealed record SignerDaemon(SignerType Type, string ConfigurationPath, string User)
{
    /// <summary>Its systemd unit, for example <c>opendkim.service</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>The group that it runs as, if its configuration sets one in addition to the user.</summary>
    public string? Group { get; init; }

    /// <summary>Whether it refuses keys that others could read or replace.</summary>
    public bool RequiresSafeKeys { get; init; }

    /// <summary>Its PID file; null if none is configured.</summary>
    public string? PidFile { get; init; }

    /// <summary>
    /// The signal that reloads it, without <c>SIG</c>: <c>USR1</c> for OpenDKIM, <c>HUP</c> for Rspamd.
    /// </summary>
    public required string ReloadSignal { get; init; }

    /// <summary>The sockets of the running daemons that use these tables, in the notation of the daemon's configuration.</summary>
    public IReadOnlyList<string> Sockets { get; init; } = [];

    /// <summary>The hosts and networks whose mail it signs without a login, as configured.</summary>
    public IReadOnlyList<string> ListedHosts { get; init; } = [];

    /// <summary>
    /// Its milter sockets if they differ from <see cref="Sockets"/>: <c>inet:port@host</c> or <c>local:path</c>.
    /// </summary>
    public IReadOnlyList<string> MilterSockets { get; init; } = [];
}
