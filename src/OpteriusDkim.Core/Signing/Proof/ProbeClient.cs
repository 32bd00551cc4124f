namespace OpteriusDkim.Signing.Proof;

/// <summary>The client that submits a probe, as the mail server describes it to a signer.</summary>
/// <param name="Host">The client's name, or its address in brackets.</param>
/// <param name="Login">The login name; null without authentication.</param>
internal sealed record ProbeClient(string Host, string Address, string? Login)
{
    /// <summary>The macro <c>{daemon_name}</c>.</summary>
    public string DaemonName { get; init; } = "localhost";

    /// <summary>Whether the macro <c>{auth_type}</c> is sent for a login.</summary>
    public bool SendsAuthType { get; init; } = true;

    /// <summary>Whether the macro <c>{auth_authen}</c> is sent for a login.</summary>
    public bool SendsLoginName { get; init; } = true;

    /// <summary>The macros of the login, names and values in turn.</summary>
    public IEnumerable<string> LoginMacros => Login is null ? [] :
    [
        .. SendsAuthType ? ["{auth_type}", "PLAIN"] : Array.Empty<string>(),
        .. SendsLoginName ? ["{auth_authen}", Login] : Array.Empty<string>(),
    ];

    /// <summary>A user on this host, authenticated if a login name is given.</summary>
    public static ProbeClient OnThisHost(string? login) => new("localhost", "127.0.0.1", login);

    /// <summary>Whether messages of both can be sent over one connection.</summary>
    public bool SharesConnection(ProbeClient other) => (Host, Address, DaemonName) == (other.Host, other.Address, other.DaemonName);
}
