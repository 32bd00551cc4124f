using System.Net;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>A message as far as Rspamd's choice of a key depends on it.</summary>
/// <param name="Address">The address in From.</param>
internal sealed record RspamdMail(string Address)
{
    /// <summary>An address of RFC 5737, which is in no network of a configuration.</summary>
    private static readonly IPAddress Elsewhere = IPAddress.Parse("203.0.113.77");

    /// <summary>The envelope's sender; empty for none.</summary>
    public string Envelope { get; init; } = Address;

    /// <summary>The login name; null where nobody logged in.</summary>
    public string? User { get; init; }

    /// <summary>The client's address.</summary>
    public IPAddress Client { get; init; } = IPAddress.Loopback;

    /// <summary>The first recipient; null where it isn't known.</summary>
    public string? Recipient { get; init; }

    /// <summary>Whether the client is this host.</summary>
    public bool IsLocal => IPAddress.IsLoopback(Client);

    /// <summary>Mail that this host itself sends for a domain.</summary>
    public static RspamdMail FromHost(string domain) => new(RspamdGlob.AnyAddressOf(domain));

    /// <summary>Mail of a user of a domain, who logs in with the address from elsewhere.</summary>
    public static RspamdMail FromUser(string domain) => FromUserAt(RspamdGlob.AnyAddressOf(domain));

    /// <summary>Mail of a user who logs in with the address from elsewhere.</summary>
    public static RspamdMail FromUserAt(string address) => new(address) { User = address, Client = Elsewhere };
}
