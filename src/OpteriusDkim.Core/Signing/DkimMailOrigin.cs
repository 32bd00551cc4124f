namespace OpteriusDkim.Signing;

/// <summary>How mail reaches the mail server. Signers decide by it whether to sign.</summary>
internal enum DkimMailOrigin : long
{
    /// <summary>From a program on this host (sendmail, cron) or a client at 127.0.0.1, without a login.</summary>
    Local,

    /// <summary>From a host or network that the signer's configuration lists, without a login.</summary>
    Network,

    /// <summary>From any host, after a login with a name that has the sender's domain.</summary>
    Authenticated,

    /// <summary>From any host, after a login with a name that has no domain.</summary>
    AuthenticatedWithoutDomain,

    /// <summary>From a user of this host, with an envelope sender of another domain.</summary>
    OtherEnvelopeSender,

    /// <summary>From a host that isn't listed, without a login. If this is signed, anyone can get mail signed.</summary>
    UnlistedHost,
}
