using System.Text.Json;

namespace OpteriusDkim.Publishing.Services;

/// <summary>The HTTP API of a PowerDNS authoritative server (doc.powerdns.com/authoritative/http-api).</summary>
internal sealed class PowerDnsService : IDnsService
{
    private const string Server = "api/v1/servers/localhost/";

    private readonly ServiceClient client;

    public PowerDnsService(Uri address, ServiceCredential credential, TimeProvider clock)
    {
        Name = $"PowerDNS at {address.Authority}";
        client = new ServiceClient(Name, address, credential, clock)
        {
            Authorize = (request, _) => request.Headers.Add("X-API-Key", credential.Reveal()),
            Permission = "the server's api-key",
        };
    }

    public string Name { get; }

    public (int Least, int Most) Ttls => (0, int.MaxValue);

    public async Task<ServiceZone?> FindZoneAsync(string name, CancellationToken cancellation)
    {
        foreach (var candidate in ServiceZone.NamesFrom(name))
        {
            var request = new ServiceRequest(HttpMethod.Get, $"{Server}zones/{IdOf(candidate)}?rrsets=false") { Subject = name };
            var zone = await client.ReadAsync(request, ZoneIn, cancellation).ConfigureAwait(false);
            if (zone is { IsSecondary: true })
            {
                throw client.Refused(request, $"{candidate} is a secondary zone here, which is copied from another server");
            }

            if (zone is not null)
            {
                return new ServiceZone(candidate, zone.Id);
            }
        }

        return null;
    }

    /// <summary>Servers before 4.7 ignore rrset_name, and send the whole zone.</summary>
    public async Task<IReadOnlyList<ServiceRecord>> ReadAsync(ServiceZone zone, string name, CancellationToken cancellation)
    {
        var request = new ServiceRequest(HttpMethod.Get, $"{Server}zones/{zone.Id}?rrset_name={Uri.EscapeDataString(name + ".")}")
        {
            Subject = name,
        };
        return await client.ReadAsync(request, reply => RecordsIn(reply, name), cancellation).ConfigureAwait(false)
            ?? throw client.Refused(request, $"the zone {zone.Name} was removed");
    }

    public async Task ChangeAsync(ServiceZone zone, string name, ServiceChange change, CancellationToken cancellation)
    {
        var after = change.After;
        var set = after.Count == 0
            ? (object)new { name = name + ".", type = "TXT", changetype = "DELETE" }
            : new
            {
                name = name + ".",
                type = "TXT",
                ttl = change.TtlAfter,
                changetype = "REPLACE",
                records = after.Select(content => new { content, disabled = false }),
            };
        var request = new ServiceRequest(
            HttpMethod.Patch, $"{Server}zones/{zone.Id}", JsonSerializer.Serialize(new { rrsets = new[] { set } })) { Subject = name };
        if (!(await client.SendAsync(request, cancellation).ConfigureAwait(false)).IsFound)
        {
            throw client.Refused(request, $"the zone {zone.Name} was removed");
        }
    }

    private static ZoneKind ZoneIn(JsonElement zone) => new(
        zone.GetProperty("id").GetString()!,
        zone.GetProperty("kind").GetString() is "Slave" or "Secondary" or "Consumer");

    private static List<ServiceRecord> RecordsIn(JsonElement zone, string name) =>
    [
        .. zone.GetProperty("rrsets").EnumerateArray()
            .Where(set => set.GetProperty("name").GetString()!.TrimEnd('.').Equals(name, StringComparison.OrdinalIgnoreCase))
            .SelectMany(set => set.GetProperty("records").EnumerateArray().Select(record => new ServiceRecord(
                set.GetProperty("type").GetString()!, record.GetProperty("content").GetString()!, set.GetProperty("ttl").GetInt32())
            {
                IsDisabled = record.GetProperty("disabled").GetBoolean(),
            })),
    ];

    /// <summary>The id of a zone: its name with a final dot, in which PowerDNS escapes what isn't safe in a path.</summary>
    private static string IdOf(string zone) => string.Concat(zone.Select(
        letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter.ToString() : $"={(int)letter:X2}")) + ".";

    private sealed record ZoneKind(string Id, bool IsSecondary);
}
