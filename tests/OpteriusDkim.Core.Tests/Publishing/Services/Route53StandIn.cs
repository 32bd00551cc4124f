using System.Globalization;
using System.Xml.Linq;

namespace OpteriusDkim.Tests;

/// <summary>Route 53's API as docs.aws.amazon.com/Route53 describes it, with the zones example.com (public) and com (private).</summary>
internal sealed class Route53StandIn : IDisposable
{
    private static readonly XNamespace Space = "https://route53.amazonaws.com/doc/2013-04-01/";
    private static readonly AwsCredential Key = new("AKIDEXAMPLE", ServiceTest.Secret);

    private readonly string[] zones =
        [Zone("Z0", "com.", "true"), Zone("Z1", "example.com.", "false"), Zone("Z2", "example.net.", "false")];

    public Route53StandIn() => Server = new StandInServer(Answer);

    public StandInServer Server { get; }

    public List<(string Name, string Type, int Ttl, string[] Values)> Sets { get; } = [];

    /// <summary>More elements of each set in replies.</summary>
    public string MoreOfSets { get; set; } = "";

    /// <summary>How many of the next requests are throttled.</summary>
    public int Throttled { get; set; }

    /// <summary>Runs before a change is made.</summary>
    public Action BeforeChange { get; set; } = () => { };

    public Route53Service Service(string secret = ServiceTest.Secret) =>
        new(Server.Address, new ServiceCredential($"AKIDEXAMPLE:{secret}"), TimeProvider.System);

    public void Add(string type, string name, params string[] values) => Sets.Add((name + ".", type, 300, values));

    public IReadOnlyList<string> ContentsAt(string name) =>
        Sets.Find(set => set.Name == name + "." && set.Type == "TXT").Values ?? [];

    public void Dispose() => Server.Dispose();

    private static string Zone(string id, string name, string isPrivate) =>
        $"<HostedZone><Id>/hostedzone/{id}</Id><Name>{name}</Name><Config><PrivateZone>{isPrivate}</PrivateZone></Config></HostedZone>";

    private StandInReply Answer(StandInRequest request)
    {
        if (Throttled > 0)
        {
            Throttled--;
            return Error(400, "Throttling", "Rate exceeded");
        }

        if (!IsSigned(request))
        {
            return Error(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.");
        }

        return (request.Method, request.Path) switch
        {
            ("GET", "/2013-04-01/hostedzone") => Zones(request),
            ("GET", "/2013-04-01/hostedzone/Z1/rrset") => Read(request),
            ("POST", "/2013-04-01/hostedzone/Z1/rrset") => Change(request),
            _ => throw new InvalidOperationException("no such endpoint"),
        };
    }

    private bool IsSigned(StandInRequest request)
    {
        var time = request.Headers["X-Amz-Date"]!;
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = request.Headers["Host"]!,
            ["x-amz-date"] = time,
        };
        var expected = new AwsSignature(Key, "us-east-1", "route53").Authorization(
            request.Method, new Uri(Server.Address, request.Target), headers, request.Body, time);
        return request.Headers["Authorization"] == expected;
    }

    /// <summary>One zone a page, as if there were many.</summary>
    private StandInReply Zones(StandInRequest request)
    {
        Assert.Equal("100", request.Query["maxitems"]);
        var page = request.Query.TryGetValue("marker", out var marker)
            ? int.Parse(marker["page ".Length..], CultureInfo.InvariantCulture)
            : 0;
        var isLast = page == zones.Length - 1;
        return new StandInReply(200, $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <ListHostedZonesResponse xmlns="{Space}"><HostedZones>{zones[page]}</HostedZones>
            <IsTruncated>{(isLast ? "false" : "true")}</IsTruncated><NextMarker>page {page + 1}</NextMarker></ListHostedZonesResponse>
            """);
    }

    /// <summary>All sets from the name on, as Route 53 does.</summary>
    private StandInReply Read(StandInRequest request)
    {
        Assert.EndsWith(".", request.Query["name"], StringComparison.Ordinal);
        return new StandInReply(200, new XElement(
            Space + "ListResourceRecordSetsResponse",
            new XElement(
                Space + "ResourceRecordSets",
                Sets.Select(set => new XElement(
                    Space + "ResourceRecordSet",
                    new XElement(Space + "Name", set.Name),
                    new XElement(Space + "Type", set.Type),
                    MoreOfSets.Length > 0 ? new XElement(Space + MoreOfSets, "x") : null,
                    new XElement(Space + "TTL", set.Ttl),
                    new XElement(
                        Space + "ResourceRecords",
                        set.Values.Select(
                            value => new XElement(Space + "ResourceRecord", new XElement(Space + "Value", value)))))))).ToString());
    }

    private StandInReply Change(StandInRequest request)
    {
        BeforeChange();
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", request.Body, StringComparison.Ordinal);
        var changes = XElement.Parse(request.Body);
        Assert.Equal(Space + "ChangeResourceRecordSetsRequest", changes.Name);
        var after = Sets.ToList();
        foreach (var change in changes.Element(Space + "ChangeBatch")!.Element(Space + "Changes")!.Elements(Space + "Change"))
        {
            var set = change.Element(Space + "ResourceRecordSet")!;
            Assert.Equal(["Name", "Type", "TTL", "ResourceRecords"], set.Elements().Select(element => element.Name.LocalName));
            var name = (string)set.Element(Space + "Name")!;
            string[] values = [.. set.Descendants(Space + "Value").Select(value => value.Value)];
            Assert.All(values, value => Assert.Matches("^(\"[^\"]{1,255}\")( \"[^\"]{1,255}\")*$", value));
            var ttl = (int)set.Element(Space + "TTL")!;
            var at = after.FindIndex(each => each.Name == name && each.Type == "TXT");
            if ((string)change.Element(Space + "Action")! == "CREATE" && at < 0)
            {
                after.Add((name, "TXT", ttl, values));
            }
            else if ((string)change.Element(Space + "Action")! == "DELETE"
                && at >= 0 && after[at].Ttl == ttl && after[at].Values.SequenceEqual(values))
            {
                after.RemoveAt(at);
            }
            else
            {
                return Error(400, "InvalidChangeBatch", "Tried to delete resource record set but the values provided do not match");
            }
        }

        Sets.Clear();
        Sets.AddRange(after);
        return new StandInReply(200, $"""
            <ChangeResourceRecordSetsResponse xmlns="{Space}">
              <ChangeInfo><Id>/change/C1</Id><Status>PENDING</Status></ChangeInfo>
            </ChangeResourceRecordSetsResponse>
            """);
    }

    private static StandInReply Error(int status, string code, string message) => new(status, $"""
        <ErrorResponse xmlns="{Space}">
          <Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>r</RequestId>
        </ErrorResponse>
        """);
}
