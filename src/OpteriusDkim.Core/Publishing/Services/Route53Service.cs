using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using OpteriusDkim.Records.Providers;

namespace OpteriusDkim.Publishing.Services;

/// <summary>The API of Amazon Route 53, version 2013-04-01 (docs.aws.amazon.com/Route53/latest/APIReference).</summary>
internal sealed class Route53Service : IDnsService
{
    private const string Version = "2013-04-01";
    private const int MostPages = 100;

    private static readonly XNamespace Space = $"https://route53.amazonaws.com/doc/{Version}/";

    private readonly ServiceClient client;
    private readonly object gate = new();
    private Task<List<ServiceZone>>? listing;

    /// <exception cref="BrokenDataException">The credential has no key id or no secret.</exception>
    public Route53Service(Uri address, ServiceCredential credential, TimeProvider clock)
    {
        var signature = new AwsSignature(AwsCredential.Of(credential), "us-east-1", "route53");
        client = new ServiceClient(Name, address, new ServiceCredential(signature.Secret), clock)
        {
            Authorize = (request, body) => signature.Sign(request, body, clock.GetUtcNow()),
            IsBusy = reply => reply.Text.Contains("<Code>Throttling</Code>", StringComparison.Ordinal)
                || reply.Text.Contains("PriorRequestNotComplete", StringComparison.Ordinal),
            Permission = "route53:ListHostedZones, route53:ListResourceRecordSets and route53:ChangeResourceRecordSets",
        };
    }

    public string Name => "Route 53";

    public (int Least, int Most) Ttls { get; } = ProviderTable.TtlsOf("Route53");

    /// <summary>Route 53 takes five requests a second for a whole account, so all zones are read once.</summary>
    public async Task<ServiceZone?> FindZoneAsync(string name, CancellationToken cancellation)
    {
        Task<List<ServiceZone>> present;
        lock (gate)
        {
            if (listing is null or { IsFaulted: true } or { IsCanceled: true })
            {
                listing = ListZonesAsync(cancellation);
            }

            present = listing;
        }

        var zones = await present.ConfigureAwait(false);
        return ServiceZone.NamesFrom(name).Select(candidate => zones.Find(zone => zone.Name == candidate))
            .FirstOrDefault(zone => zone is not null);
    }

    public async Task<IReadOnlyList<ServiceRecord>> ReadAsync(ServiceZone zone, string name, CancellationToken cancellation)
    {
        var request = new ServiceRequest(
            HttpMethod.Get, $"{Version}/hostedzone/{zone.Id}/rrset?maxitems=100&name={Uri.EscapeDataString(name + ".")}")
        {
            Subject = name,
            ContentType = "application/xml",
        };
        var reply = await ReadAsync(request, cancellation).ConfigureAwait(false);
        return
        [
            .. reply.Descendants(Space + "ResourceRecordSet").Where(set => NameIn(set) == name).SelectMany(set => RecordsIn(set, request)),
        ];
    }

    /// <summary>Deletes the set exactly as it was read and creates it again, so that a change in between is refused.</summary>
    public async Task ChangeAsync(ServiceZone zone, string name, ServiceChange change, CancellationToken cancellation)
    {
        var changes = new List<XElement>();
        if (change.Before.Count > 0)
        {
            changes.Add(ChangeOf("DELETE", name, change.Before[0].Ttl, change.Before.Select(record => record.Content)));
        }

        if (change.After.Count > 0)
        {
            changes.Add(ChangeOf("CREATE", name, change.TtlAfter, change.After));
        }

        var body = new XElement(
            Space + "ChangeResourceRecordSetsRequest",
            new XElement(Space + "ChangeBatch", new XElement(Space + "Changes", changes)));
        var request = new ServiceRequest(
            HttpMethod.Post,
            $"{Version}/hostedzone/{zone.Id}/rrset",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + body.ToString(SaveOptions.DisableFormatting))
        {
            Subject = name,
            ContentType = "application/xml",
        };
        await ReadAsync(request, cancellation).ConfigureAwait(false);
    }

    private async Task<List<ServiceZone>> ListZonesAsync(CancellationToken cancellation)
    {
        var found = new List<ServiceZone>();
        var marker = "";
        for (var page = 0; page < MostPages && marker is not null; page++)
        {
            var query = marker.Length > 0 ? $"&marker={Uri.EscapeDataString(marker)}" : "";
            var request = new ServiceRequest(HttpMethod.Get, $"{Version}/hostedzone?maxitems=100{query}")
            {
                Subject = "the hosted zones",
                ContentType = "application/xml",
            };
            var reply = await ReadAsync(request, cancellation).ConfigureAwait(false);
            found.AddRange(reply.Descendants(Space + "HostedZone")
                .Where(zone => (string?)zone.Element(Space + "Config")?.Element(Space + "PrivateZone") != "true")
                .Select(zone => new ServiceZone(NameIn(zone), IdIn(zone))));
            marker = (string?)reply.Element(Space + "IsTruncated") == "true" ? (string?)reply.Element(Space + "NextMarker") : null;
        }

        return found;
    }

    private async Task<XElement> ReadAsync(ServiceRequest request, CancellationToken cancellation)
    {
        var reply = await client.SendAsync(request, cancellation).ConfigureAwait(false);
        if (!reply.IsFound)
        {
            throw client.Refused(request, reply.Reason);
        }

        try
        {
            return XElement.Parse(reply.Text);
        }
        catch (XmlException)
        {
            throw client.Malformed();
        }
    }

    /// <summary>A set that routes by weight, latency or the like has several entries, which this publisher doesn't change.</summary>
    private List<ServiceRecord> RecordsIn(XElement set, ServiceRequest request)
    {
        var type = (string?)set.Element(Space + "Type") ?? throw client.Malformed();
        if (type == "TXT" && set.Element(Space + "SetIdentifier") is not null)
        {
            throw client.Refused(request, "the record set uses a routing policy");
        }

        var hasTtl = int.TryParse((string?)set.Element(Space + "TTL"), NumberStyles.None, CultureInfo.InvariantCulture, out var ttl);
        return [.. set.Descendants(Space + "Value").Select(value => new ServiceRecord(type, value.Value, hasTtl ? ttl : 0))];
    }

    /// <summary>The name of a zone or set, in which Route 53 writes some characters as octal numbers.</summary>
    private static string NameIn(XElement element)
    {
        var text = (string?)element.Element(Space + "Name") ?? "";
        return text.Replace("\\052", "*", StringComparison.Ordinal).TrimEnd('.').ToLowerInvariant();
    }

    /// <summary>The id of a zone, without the prefix that replies have.</summary>
    private static string IdIn(XElement zone) => ((string?)zone.Element(Space + "Id") ?? "").Split('/')[^1];

    private static XElement ChangeOf(string action, string name, int ttl, IEnumerable<string> contents) => new(
        Space + "Change",
        new XElement(Space + "Action", action),
        new XElement(
            Space + "ResourceRecordSet",
            new XElement(Space + "Name", name + "."),
            new XElement(Space + "Type", "TXT"),
            new XElement(Space + "TTL", ttl),
            new XElement(
                Space + "ResourceRecords",
                contents.Select(content => new XElement(Space + "ResourceRecord", new XElement(Space + "Value", content))))));
}
