using System.Text.Json;
using OpteriusDkim.Records.Providers;

namespace OpteriusDkim.Publishing.Services;

/// <summary>The API of deSEC (desec.readthedocs.io).</summary>
internal sealed class DeSecService(Uri address, ServiceCredential credential, TimeProvider clock) : IDnsService
{
    private readonly ServiceClient client = new("deSEC", address, credential, clock)
    {
        Authorize = (request, _) => request.Headers.Add("Authorization", $"Token {credential.Reveal()}"),
        Permission = "write access to the domain's RRsets of type TXT, and read access to the domain",
    };

    public string Name => "deSEC";

    /// <summary>The smallest TTL is that of each domain.</summary>
    public (int Least, int Most) Ttls { get; } = ProviderTable.TtlsOf("DeSec");

    public async Task<ServiceZone?> FindZoneAsync(string name, CancellationToken cancellation)
    {
        var request = new ServiceRequest(HttpMethod.Get, $"domains/?owns_qname={Uri.EscapeDataString(name)}") { Subject = name };
        var zones = await client.ReadAsync(request, ZonesIn, cancellation).ConfigureAwait(false) ?? throw client.Malformed();
        return zones.Count > 0 ? zones[0] : null;
    }

    public async Task<IReadOnlyList<ServiceRecord>> ReadAsync(ServiceZone zone, string name, CancellationToken cancellation)
    {
        var subname = zone.RelativeName(name, "");
        var request = new ServiceRequest(HttpMethod.Get, $"domains/{zone.Id}/rrsets/?subname={Uri.EscapeDataString(subname)}")
        {
            Subject = name,
        };
        return await client.ReadAsync(request, sets => RecordsIn(sets, subname), cancellation).ConfigureAwait(false)
            ?? throw client.Refused(request, $"the domain {zone.Name} was removed");
    }

    /// <summary>A set without records is removed. In bulk form the same request creates, replaces and removes.</summary>
    public async Task ChangeAsync(ServiceZone zone, string name, ServiceChange change, CancellationToken cancellation)
    {
        var sets = new[]
        {
            new { subname = zone.RelativeName(name, ""), type = "TXT", ttl = change.TtlAfter, records = change.After },
        };
        var request = new ServiceRequest(HttpMethod.Put, $"domains/{zone.Id}/rrsets/", JsonSerializer.Serialize(sets)) { Subject = name };
        if (!(await client.SendAsync(request, cancellation).ConfigureAwait(false)).IsFound)
        {
            throw client.Refused(request, $"the domain {zone.Name} was removed");
        }
    }

    private static List<ServiceZone> ZonesIn(JsonElement domains) =>
    [
        .. domains.EnumerateArray().Select(domain => domain.GetProperty("name").GetString()!.ToLowerInvariant() is var name
            ? new ServiceZone(name, name) { LeastTtl = domain.GetProperty("minimum_ttl").GetInt32() }
            : null!),
    ];

    private static List<ServiceRecord> RecordsIn(JsonElement sets, string subname) =>
    [
        .. sets.EnumerateArray().Where(set => set.GetProperty("subname").GetString() == subname)
            .SelectMany(set => set.GetProperty("records").EnumerateArray().Select(content => new ServiceRecord(
                set.GetProperty("type").GetString()!, content.GetString()!, set.GetProperty("ttl").GetInt32()))),
    ];
}
