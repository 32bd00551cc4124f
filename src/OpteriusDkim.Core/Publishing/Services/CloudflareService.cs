using System.Text.Json;
using OpteriusDkim.Records.Providers;

namespace OpteriusDkim.Publishing.Services;

/// <summary>The API of Cloudflare, version 4 (developers.cloudflare.com/api).</summary>
internal sealed class CloudflareService(Uri address, ServiceCredential credential, TimeProvider clock) : IDnsService
{
    private readonly ServiceClient client = new("Cloudflare", address, credential, clock)
    {
        Authorize = (request, _) => request.Headers.Add("Authorization", $"Bearer {credential.Reveal()}"),
        Permission = "Zone / DNS / Edit and Zone / Zone / Read for the zone",
    };

    public string Name => "Cloudflare";

    public (int Least, int Most) Ttls { get; } = ProviderTable.TtlsOf("Cloudflare");

    /// <summary>Zones have no underscore in their names there, so names that begin with one aren't asked for.</summary>
    public async Task<ServiceZone?> FindZoneAsync(string name, CancellationToken cancellation)
    {
        foreach (var candidate in ServiceZone.HostNamesFrom(name))
        {
            var request = new ServiceRequest(HttpMethod.Get, $"zones?name={candidate}&per_page=50") { Subject = name };
            var zones = await ReadAsync(request, ZonesIn, cancellation).ConfigureAwait(false);
            if (zones.Find(zone => zone.Name == candidate) is { } zone)
            {
                return zone;
            }
        }

        return null;
    }

    public async Task<IReadOnlyList<ServiceRecord>> ReadAsync(ServiceZone zone, string name, CancellationToken cancellation)
    {
        var request = new ServiceRequest(
            HttpMethod.Get, $"zones/{zone.Id}/dns_records?name.exact={Uri.EscapeDataString(name)}&per_page=100") { Subject = name };
        return await ReadAsync(request, result => RecordsIn(result, name), cancellation).ConfigureAwait(false);
    }

    /// <summary>A batch is one transaction: deletions first, then additions.</summary>
    public async Task ChangeAsync(ServiceZone zone, string name, ServiceChange change, CancellationToken cancellation)
    {
        var batch = new
        {
            deletes = change.Remove.Select(record => new { id = record.Id }),
            posts = change.AddedContent is { } content
                ? new object[] { new { type = "TXT", name, content, ttl = change.Ttl } }
                : [],
        };
        var request = new ServiceRequest(HttpMethod.Post, $"zones/{zone.Id}/dns_records/batch", JsonSerializer.Serialize(batch))
        {
            Subject = name,
        };
        await ReadAsync(request, result => result, cancellation).ConfigureAwait(false);
    }

    /// <summary>The result of a request. Cloudflare can report a failure with status 200.</summary>
    private async Task<T> ReadAsync<T>(ServiceRequest request, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        var envelope = await client.ReadAsync(
            request,
            reply => new Envelope<T>(reply.GetProperty("success").GetBoolean() ? read(reply.GetProperty("result")) : default),
            cancellation).ConfigureAwait(false);
        return envelope is { Result: { } result } ? result : throw client.Refused(request, "the request was not successful");
    }

    private static List<ServiceZone> ZonesIn(JsonElement result) =>
    [
        .. result.EnumerateArray().Select(zone =>
            new ServiceZone(zone.GetProperty("name").GetString()!.ToLowerInvariant(), zone.GetProperty("id").GetString()!)),
    ];

    private static List<ServiceRecord> RecordsIn(JsonElement result, string name) =>
    [
        .. result.EnumerateArray()
            .Where(record => record.GetProperty("name").GetString()!.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(record => new ServiceRecord(
                record.GetProperty("type").GetString()!, record.GetProperty("content").GetString()!, record.GetProperty("ttl").GetInt32())
            {
                Id = record.GetProperty("id").GetString(),
            }),
    ];

    private sealed record Envelope<T>(T? Result);
}
