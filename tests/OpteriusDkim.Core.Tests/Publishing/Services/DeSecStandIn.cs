using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpteriusDkim.Tests;

/// <summary>deSEC's API as desec.readthedocs.io describes it, with the domain example.com.</summary>
internal sealed class DeSecStandIn : IDisposable
{
    public DeSecStandIn() => Server = new StandInServer(Answer);

    public StandInServer Server { get; }

    public Dictionary<(string Subname, string Type), (int Ttl, List<string> Records)> Sets { get; } = [];

    public string Token { get; set; } = ServiceTest.Secret;

    /// <summary>How many of the next requests are throttled.</summary>
    public int Throttled { get; set; }

    public DeSecService Service => new(new Uri(Server.Address, "api/v1"), ServiceTest.Credential, TimeProvider.System);

    public void Add(string type, string name, params string[] records) => Sets[(SubnameOf(name), type)] = (3600, [.. records]);

    public IReadOnlyList<string> ContentsAt(string name) =>
        Sets.TryGetValue((SubnameOf(name), "TXT"), out var set) ? set.Records : [];

    public void Dispose() => Server.Dispose();

    private static string SubnameOf(string name) => name[..^".example.com".Length];

    private StandInReply Answer(StandInRequest request)
    {
        if (Throttled > 0)
        {
            Throttled--;
            return new StandInReply(429, """{"detail": "Request was throttled. Expected available in 1 second."}""", ("Retry-After", "1"));
        }

        if (request.Headers["Authorization"] != "Token " + Token)
        {
            return new StandInReply(401, """{"detail": "Invalid token."}""");
        }

        return (request.Method, request.Path) switch
        {
            ("GET", "/api/v1/domains/") => Domains(request),
            ("GET", "/api/v1/domains/example.com/rrsets/") => Read(request),
            ("PUT", "/api/v1/domains/example.com/rrsets/") => Put(request),
            _ => throw new InvalidOperationException("no such endpoint"),
        };
    }

    private static StandInReply Domains(StandInRequest request)
    {
        Assert.Equal(["owns_qname"], request.Query.Keys);
        return new StandInReply(200, request.Query["owns_qname"].EndsWith(".example.com", StringComparison.Ordinal)
            ? """[{"name": "example.com", "minimum_ttl": 3600, "touched": "2026-01-01T00:00:00Z"}]"""
            : "[]");
    }

    private StandInReply Read(StandInRequest request)
    {
        Assert.Equal(["subname"], request.Query.Keys);
        return new StandInReply(200, new JsonArray(
        [
            .. Sets.Where(set => set.Key.Subname == request.Query["subname"]).Select(set => new JsonObject
            {
                ["domain"] = "example.com",
                ["subname"] = set.Key.Subname,
                ["name"] = set.Key.Subname + ".example.com.",
                ["type"] = set.Key.Type,
                ["ttl"] = set.Value.Ttl,
                ["records"] = new JsonArray([.. set.Value.Records.Select(record => (JsonNode)record)]),
            }),
        ]).ToJsonString());
    }

    private StandInReply Put(StandInRequest request)
    {
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        foreach (var set in request.Json.EnumerateArray())
        {
            Assert.Equal(["records", "subname", "ttl", "type"], set.EnumerateObject().Select(property => property.Name).Order());
            Assert.InRange(set.GetProperty("ttl").GetInt32(), 3600, 86400);
            Assert.Equal("TXT", set.GetProperty("type").GetString());
            List<string> records = [.. set.GetProperty("records").EnumerateArray().Select(record => record.GetString()!)];
            Assert.All(records, record => Assert.Matches("^(\"[^\"]{1,255}\")( \"[^\"]{1,255}\")*$", record));
            var key = (set.GetProperty("subname").GetString()!, "TXT");
            Sets.Remove(key);
            if (records.Count > 0)
            {
                Sets[key] = (set.GetProperty("ttl").GetInt32(), records);
            }
        }

        return new StandInReply(200, request.Body);
    }
}
