namespace OpteriusDkim.Signing.Proof;

/// <summary>How the mail server of this host takes mail in, and what it says of a client to a milter.</summary>
internal sealed record MailSubmission
{
    /// <summary>Nothing is known of the mail server.</summary>
    public static MailSubmission Unknown { get; } = new();

    /// <summary>The ways by which mail that has to be signed arrives; none where that isn't known.</summary>
    public IReadOnlyList<DkimMailOrigin> Origins { get; init; } = [];

    /// <summary>The macro <c>{daemon_name}</c> for mail that users submit.</summary>
    public string DaemonName { get; init; } = "localhost";

    /// <summary>Whether the macro <c>{auth_type}</c> is sent, by which OpenDKIM knows an authenticated client.</summary>
    public bool SendsAuthType { get; init; } = true;

    /// <summary>Whether the macro <c>{auth_authen}</c>, the login name, is sent.</summary>
    public bool SendsLoginName { get; init; } = true;
}
