using System.Net;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>The properties of a message on which Rspamd's choice of a key depends.</summary>
/// <param name="Address">The address in From.</param>
internal sealed record RspamdMail(string Address)
{
    /// <summary>An address of RFC 5737, which no configured network contains.</summary>
    private static readonly IPAddress UnlistedAddress = IPAddress.Parse("203.0.113.77");

    /// <summary>The envelope sender; empty for bounces.</summary>
    public string Envelope { get; init; } = Address;

    /// <summary>The login name; null without authentication.</summary>
    public string? User { get; init; }

    public IPAddress Client { get; init; } = IPAddress.Loopback;

    /// <summary>The first recipient; null if unknown.</summary>
    public string? Recipient { get; init; }

    /// <summary>Whether the client is this host.</summary>
    public bool IsLocal => IPAddress.IsLoopback(Client);

    /// <summary>Mail of a domain from this host itself.</summary>
    public static RspamdMail FromHost(string domain) => new(RspamdGlob.AnyAddressOf(domain));

    /// <summary>Mail of a domain from a remote user, authenticated with the address.</summary>
    public static RspamdMail FromUser(string domain) => FromUserAt(RspamdGlob.AnyAddressOf(domain));

    /// <summary>Mail from a remote user, authenticated with the address.</summary>
    public static RspamdMail FromUserAt(string address) => new(address) { User = address, Client = UnlistedAddress };
}
