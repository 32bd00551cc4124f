namespace OpteriusDkim.Signing.Proof;

/// <summary>How the mail server of this host accepts mail, and which macros it sends to milters.</summary>
internal sealed record MailSubmission
{
    /// <summary>Defaults for an unknown mail server.</summary>
    public static MailSubmission Unknown { get; } = new();

    /// <summary>The origins of mail to be signed; empty if unknown.</summary>
    public IReadOnlyList<DkimMailOrigin> Origins { get; init; } = [];

    /// <summary>The macro <c>{daemon_name}</c> for mail that users submit.</summary>
    public string DaemonName { get; init; } = "localhost";

    /// <summary>Whether the macro <c>{auth_type}</c> is sent, by which OpenDKIM recognizes authenticated clients.</summary>
    public bool SendsAuthType { get; init; } = true;

    /// <summary>Whether the macro <c>{auth_authen}</c>, the login name, is sent.</summary>
    public bool SendsLoginName { get; init; } = true;
}
