namespace OpteriusDkim.Publishing.Services;

/// <summary>The DNS services with an API that is supported.</summary>
internal static class DnsServices
{
    /// <summary>The service of a publisher that uses one.</summary>
    /// <param name="address">The address of the API; null for the usual one.</param>
    /// <exception cref="DkimException">The credential can't be used.</exception>
    public static IDnsService Of(PublisherType type, Uri? address, ServiceCredential credential, TimeProvider clock) => type switch
    {
        PublisherType.PowerDns => new PowerDnsService(address ?? new Uri("http://127.0.0.1:8081"), credential, clock),
        PublisherType.Cloudflare => new CloudflareService(address ?? new Uri("https://api.cloudflare.com/client/v4"), credential, clock),
        PublisherType.DeSec => new DeSecService(address ?? new Uri("https://desec.io/api/v1"), credential, clock),
        PublisherType.Hetzner => new HetznerService(address ?? new Uri("https://api.hetzner.cloud/v1"), credential, clock),
        PublisherType.Route53 => new Route53Service(address ?? new Uri("https://route53.amazonaws.com"), credential, clock),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The publisher uses no service."),
    };
}
