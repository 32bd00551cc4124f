namespace OpteriusDkim.Signing.Proof;

/// <summary>Who hands a probe in, as the mail server tells a signer.</summary>
/// <param name="Host">The client's name; its address in brackets where it has none.</param>
/// <param name="Login">The name that it logged in with; null where it didn't log in.</param>
internal sealed record ProbeClient(string Host, string Address, string? Login)
{
    /// <summary>The macro <c>{daemon_name}</c>.</summary>
    public string DaemonName { get; init; } = "localhost";

    /// <summary>Whether the macro <c>{auth_type}</c> is sent for a login.</summary>
    public bool SendsAuthType { get; init; } = true;

    /// <summary>Whether the macro <c>{auth_authen}</c> is sent for a login.</summary>
    public bool SendsLoginName { get; init; } = true;

    /// <summary>A user of this host who has logged in.</summary>
    public static ProbeClient OnThisHost(string? login) => new("localhost", "127.0.0.1", login);

    /// <summary>Whether messages of both may go over one connection.</summary>
    public bool SharesConnection(ProbeClient other) => (Host, Address, DaemonName) == (other.Host, other.Address, other.DaemonName);
}
