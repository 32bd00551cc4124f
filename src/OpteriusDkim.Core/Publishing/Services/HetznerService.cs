using System.Globalization;
using System.Text.Json;
using OpteriusDkim.Records.Providers;

namespace OpteriusDkim.Publishing.Services;

/// <summary>Hetzner DNS in the Hetzner Cloud API, version 1 (docs.hetzner.cloud).</summary>
internal sealed class HetznerService : IDnsService
{
    private static readonly TimeSpan LongestAction = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider clock;
    private readonly ServiceClient client;

    public HetznerService(Uri address, ServiceCredential credential, TimeProvider clock)
    {
        this.clock = clock;
        client = new ServiceClient(Name, address, credential, clock)
        {
            Authorize = (request, _) => request.Headers.Add("Authorization", $"Bearer {credential.Reveal()}"),
            Permission = "an API token with read and write access, of the project that has the zone",
        };
    }

    public string Name => "Hetzner";

    public (int Least, int Most) Ttls { get; } = ProviderTable.TtlsOf("Hetzner");

    public async Task<ServiceZone?> FindZoneAsync(string name, CancellationToken cancellation)
    {
        foreach (var candidate in ServiceZone.HostNamesFrom(name))
        {
            var request = new ServiceRequest(HttpMethod.Get, $"zones?name={candidate}") { Subject = name };
            var zones = await client.ReadAsync(request, ZonesIn, cancellation).ConfigureAwait(false) ?? throw client.Malformed();
            if (zones.Find(zone => zone.Name == candidate) is { } zone)
            {
                return zone;
            }
        }

        return null;
    }

    public async Task<IReadOnlyList<ServiceRecord>> ReadAsync(ServiceZone zone, string name, CancellationToken cancellation)
    {
        var relative = zone.RelativeName(name, "@");
        var request = new ServiceRequest(
            HttpMethod.Get, $"zones/{zone.Id}/rrsets?name={Uri.EscapeDataString(relative)}&per_page=50") { Subject = name };
        return await client.ReadAsync(request, reply => RecordsIn(reply, relative), cancellation).ConfigureAwait(false)
            ?? throw client.Refused(request, $"the zone {zone.Name} was removed");
    }

    /// <summary>Records are replaced as one set, except that a set without records is deleted.</summary>
    public async Task ChangeAsync(ServiceZone zone, string name, ServiceChange change, CancellationToken cancellation)
    {
        var relative = zone.RelativeName(name, "@");
        var set = $"zones/{zone.Id}/rrsets/{Uri.EscapeDataString(relative)}/TXT";
        var records = change.After.Select(value => new { value }).ToArray();
        if (records.Length == 0)
        {
            await RunAsync(new ServiceRequest(HttpMethod.Delete, set) { Subject = name }, cancellation).ConfigureAwait(false);
            return;
        }

        var isNew = change.Before.Count == 0;
        var body = isNew
            ? JsonSerializer.Serialize(new { name = relative, type = "TXT", ttl = change.Ttl, records })
            : JsonSerializer.Serialize(new { records });
        var path = isNew ? $"zones/{zone.Id}/rrsets" : $"{set}/actions/set_records";
        await RunAsync(new ServiceRequest(HttpMethod.Post, path, body) { Subject = name }, cancellation).ConfigureAwait(false);
        if (!isNew && change.TtlAfter != change.Before[0].Ttl)
        {
            var ttl = JsonSerializer.Serialize(new { ttl = change.TtlAfter });
            await RunAsync(new ServiceRequest(HttpMethod.Post, $"{set}/actions/change_ttl", ttl) { Subject = name }, cancellation)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Sends a change, and waits until its action has ended.</summary>
    private async Task RunAsync(ServiceRequest request, CancellationToken cancellation)
    {
        var action = await ActionOfAsync(request, cancellation).ConfigureAwait(false);
        for (var waited = TimeSpan.Zero; action.Status == "running" && waited < LongestAction; waited += PollInterval)
        {
            await Task.Delay(PollInterval, clock, cancellation).ConfigureAwait(false);
            var poll = new ServiceRequest(HttpMethod.Get, $"actions/{action.Id.ToString(CultureInfo.InvariantCulture)}")
            {
                Subject = request.Subject,
            };
            action = await ActionOfAsync(poll, cancellation).ConfigureAwait(false);
        }

        if (action.Status != "success")
        {
            throw client.Refused(request, $"the action ended with the status {action.Status} {action.Problem}".TrimEnd());
        }
    }

    private async Task<ServiceAction> ActionOfAsync(ServiceRequest request, CancellationToken cancellation) =>
        await client.ReadAsync(request, ActionIn, cancellation).ConfigureAwait(false)
        ?? throw client.Refused(request, "the zone or the record set was removed");

    private static ServiceAction ActionIn(JsonElement reply)
    {
        var action = reply.GetProperty("action");
        var problem = action.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
            ? error.GetProperty("message").GetString()
            : null;
        return new ServiceAction(action.GetProperty("id").GetInt64(), action.GetProperty("status").GetString()!, problem ?? "");
    }

    private static List<ServiceZone> ZonesIn(JsonElement reply) =>
    [
        .. reply.GetProperty("zones").EnumerateArray().Select(zone => new ServiceZone(
            zone.GetProperty("name").GetString()!.ToLowerInvariant(),
            zone.GetProperty("id").GetInt64().ToString(CultureInfo.InvariantCulture))),
    ];

    private static List<ServiceRecord> RecordsIn(JsonElement reply, string relative) =>
    [
        .. reply.GetProperty("rrsets").EnumerateArray()
            .Where(set => set.GetProperty("name").GetString()!.Equals(relative, StringComparison.OrdinalIgnoreCase))
            .SelectMany(set => set.GetProperty("records").EnumerateArray().Select(record => new ServiceRecord(
                set.GetProperty("type").GetString()!, record.GetProperty("value").GetString()!, TtlIn(set)))),
    ];

    /// <summary>The TTL of a set; 0 where the zone's default applies.</summary>
    private static int TtlIn(JsonElement set) =>
        set.GetProperty("ttl") is { ValueKind: JsonValueKind.Number } ttl ? ttl.GetInt32() : 0;

    private sealed record ServiceAction(long Id, string Status, string Problem);
}
