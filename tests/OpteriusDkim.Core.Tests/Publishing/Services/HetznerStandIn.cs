using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpteriusDkim.Tests;

/// <summary>Hetzner's API as docs.hetzner.cloud describes it, with the zone example.com. Actions take a moment.</summary>
internal sealed class HetznerStandIn : IDisposable
{
    private const string Zone = "/v1/zones/4711";

    private long lastAction;

    public HetznerStandIn() => Server = new StandInServer(Answer);

    public StandInServer Server { get; }

    public Dictionary<(string Name, string Type), (int? Ttl, List<string> Records)> Sets { get; } = [];

    public string Token { get; set; } = ServiceTest.Secret;

    /// <summary>How actions end.</summary>
    public string Ending { get; set; } = "success";

    public HetznerService Service => new(new Uri(Server.Address, "v1"), ServiceTest.Credential, TimeProvider.System);

    public void Add(string type, string name, params string[] records) => Sets[(Relative(name), type)] = (null, [.. records]);

    public IReadOnlyList<string> ContentsAt(string name) => Sets.TryGetValue((Relative(name), "TXT"), out var set) ? set.Records : [];

    public void Dispose() => Server.Dispose();

    private static string Relative(string name) => name[..^".example.com".Length];

    private StandInReply Answer(StandInRequest request)
    {
        if (request.Headers["Authorization"] != "Bearer " + Token)
        {
            return new StandInReply(401, """{"error": {"code": "unauthorized", "message": "unable to authenticate", "details": null}}""");
        }

        var path = Uri.UnescapeDataString(request.Path);
        return (request.Method, path) switch
        {
            ("GET", "/v1/zones") => Zones(request),
            ("GET", $"{Zone}/rrsets") => Read(request),
            ("POST", $"{Zone}/rrsets") => Create(request),
            ("GET", _) when path.StartsWith("/v1/actions/", StringComparison.Ordinal) => Action(path["/v1/actions/".Length..], Ending, 200),
            ("DELETE", _) => Delete(SetIn(path, "")),
            ("POST", _) when path.EndsWith("/set_records", StringComparison.Ordinal) =>
                Change(SetIn(path, "/actions/set_records"), request, ["records"]),
            ("POST", _) when path.EndsWith("/change_ttl", StringComparison.Ordinal) =>
                Change(SetIn(path, "/actions/change_ttl"), request, ["ttl"]),
            _ => throw new InvalidOperationException("no such endpoint"),
        };
    }

    private static (string, string) SetIn(string path, string end)
    {
        Assert.StartsWith($"{Zone}/rrsets/", path, StringComparison.Ordinal);
        Assert.EndsWith("/TXT" + end, path, StringComparison.Ordinal);
        return (path[$"{Zone}/rrsets/".Length..^("/TXT" + end).Length], "TXT");
    }

    private static StandInReply Zones(StandInRequest request)
    {
        Assert.Equal(["name"], request.Query.Keys);
        return new StandInReply(200, request.Query["name"] == "example.com"
            ? """{"zones": [{"id": 4711, "name": "example.com", "mode": "primary", "ttl": 3600}], "meta": {}}"""
            : """{"zones": [], "meta": {}}""");
    }

    private StandInReply Read(StandInRequest request)
    {
        Assert.Equal(["name", "per_page"], request.Query.Keys);
        return new StandInReply(200, new JsonObject
        {
            ["rrsets"] = new JsonArray(
            [
                .. Sets.Where(set => set.Key.Name == request.Query["name"]).Select(set => new JsonObject
                {
                    ["id"] = $"{set.Key.Name}/{set.Key.Type}",
                    ["name"] = set.Key.Name,
                    ["type"] = set.Key.Type,
                    ["ttl"] = set.Value.Ttl,
                    ["records"] = new JsonArray([.. set.Value.Records.Select(value => new JsonObject { ["value"] = value })]),
                    ["zone"] = 4711,
                }),
            ]),
        }.ToJsonString());
    }

    private StandInReply Create(StandInRequest request)
    {
        Assert.Equal(["name", "records", "ttl", "type"], NamesIn(request));
        Assert.Equal("TXT", request.Json.GetProperty("type").GetString());
        var key = (request.Json.GetProperty("name").GetString()!, "TXT");
        Assert.DoesNotContain(key, Sets.Keys);
        Sets[key] = (TtlIn(request), RecordsIn(request));
        return Action(NextAction(), "running", 201);
    }

    private StandInReply Change((string, string) set, StandInRequest request, string[] properties)
    {
        Assert.Equal(properties, NamesIn(request));
        var (ttl, records) = Sets[set];
        Sets[set] = properties[0] == "ttl" ? (TtlIn(request), records) : (ttl, RecordsIn(request));
        return Action(NextAction(), "running", 201);
    }

    private StandInReply Delete((string, string) set)
    {
        Assert.True(Sets.Remove(set));
        return Action(NextAction(), "running", 201);
    }

    private string NextAction() => (++lastAction).ToString(CultureInfo.InvariantCulture);

    private static StandInReply Action(string id, string status, int code) => new(code, new JsonObject
    {
        ["action"] = new JsonObject
        {
            ["id"] = long.Parse(id, CultureInfo.InvariantCulture),
            ["status"] = status,
            ["error"] = status == "error" ? new JsonObject { ["code"] = "action_failed", ["message"] = "Action failed" } : null,
        },
    }.ToJsonString());

    private static string[] NamesIn(StandInRequest request)
    {
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        return [.. request.Json.EnumerateObject().Select(property => property.Name).Order()];
    }

    private static int TtlIn(StandInRequest request)
    {
        var ttl = request.Json.GetProperty("ttl").GetInt32();
        Assert.InRange(ttl, 60, int.MaxValue);
        return ttl;
    }

    private static List<string> RecordsIn(StandInRequest request)
    {
        List<string> records =
        [
            .. request.Json.GetProperty("records").EnumerateArray().Select(each => each.GetProperty("value").GetString()!),
        ];
        Assert.NotEmpty(records);
        Assert.All(records, record => Assert.Matches("^(\"[^\"]{1,255}\")( \"[^\"]{1,255}\")*$", record));
        return records;
    }
}
