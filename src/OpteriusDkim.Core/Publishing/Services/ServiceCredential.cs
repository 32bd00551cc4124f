namespace OpteriusDkim.Publishing.Services;

/// <summary>A token or key for the API of a DNS service. Only requests take it: it is never shown.</summary>
internal sealed class ServiceCredential
{
    private readonly string secret;

    /// <param name="user">The user name or key id that comes with the secret, or null.</param>
    public ServiceCredential(string secret, string? user = null)
    {
        this.secret = secret;
        User = user;
    }

    public string? User { get; }

    /// <summary>The secret, for a request.</summary>
    public string Reveal() => secret;

    /// <summary>The same text without the secret, which a server may repeat in its error.</summary>
    public string RemoveFrom(string text) => text.Replace(secret, "***", StringComparison.Ordinal);

    /// <summary>A constant text.</summary>
    public override string ToString() => "a credential";
}
