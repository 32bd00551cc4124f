namespace OpteriusDkim;

/// <summary>How records are published in DNS.</summary>
public enum PublisherType : long
{
    /// <summary>By hand.</summary>
    Manual,

    /// <summary>A dynamic update of the zone's primary server (RFC 2136).</summary>
    DynamicUpdate,

    /// <summary>A PowerShell script.</summary>
    Script,

    /// <summary>The HTTP API of a PowerDNS server.</summary>
    PowerDns,

    /// <summary>The API of Cloudflare.</summary>
    Cloudflare,

    /// <summary>The API of deSEC.</summary>
    DeSec,

    /// <summary>Hetzner DNS, in the API of Hetzner Cloud.</summary>
    Hetzner,

    /// <summary>The API of Amazon Route 53.</summary>
    Route53,

    /// <summary>A DNS plugin of the PowerShell module Posh-ACME.</summary>
    PoshAcme,
}
