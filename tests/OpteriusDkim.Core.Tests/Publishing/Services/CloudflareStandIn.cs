using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpteriusDkim.Tests;

/// <summary>Cloudflare's API as developers.cloudflare.com/api describes it, with the zone example.com.</summary>
internal sealed class CloudflareStandIn : IDisposable
{
    private const string ZoneId = "023e105f4ecef8ad9ca31a8372d0c353";

    private int last;

    public CloudflareStandIn() => Server = new StandInServer(Answer);

    public StandInServer Server { get; }

    public List<(string Id, string Type, string Name, string Content, int Ttl)> Records { get; } = [];

    public string Token { get; set; } = ServiceTest.Secret;

    public CloudflareService Service => new(new Uri(Server.Address, "client/v4"), ServiceTest.Credential, TimeProvider.System);

    public void Add(string type, string name, string content) => Records.Add((NextId(), type, name, content, 7200));

    public IReadOnlyList<string> ContentsAt(string name) =>
        [.. Records.Where(record => record.Name == name && record.Type == "TXT").Select(record => record.Content)];

    public void Dispose() => Server.Dispose();

    private StandInReply Answer(StandInRequest request)
    {
        if (request.Headers["Authorization"] != "Bearer " + Token)
        {
            return new StandInReply(403, """
                {"success": false, "errors": [{"code": 9109, "message": "Invalid access token s3cret-t0ken"}]}
                """);
        }

        return (request.Method, request.Path) switch
        {
            ("GET", "/client/v4/zones") => Zones(request),
            ("GET", $"/client/v4/zones/{ZoneId}/dns_records") => RecordsOf(request),
            ("POST", $"/client/v4/zones/{ZoneId}/dns_records/batch") => Batch(request),
            _ => throw new InvalidOperationException("no such endpoint"),
        };
    }

    private static StandInReply Zones(StandInRequest request)
    {
        Assert.Equal(["name", "per_page"], request.Query.Keys);
        Assert.DoesNotContain('_', request.Query["name"]);
        Assert.InRange(int.Parse(request.Query["per_page"], CultureInfo.InvariantCulture), 5, 50);
        return Success(request.Query["name"] == "example.com"
            ? [new JsonObject { ["id"] = ZoneId, ["name"] = "example.com", ["status"] = "active" }]
            : []);
    }

    private StandInReply RecordsOf(StandInRequest request)
    {
        Assert.Equal(["name.exact", "per_page"], request.Query.Keys);
        return Success(
        [
            .. Records.Where(record => record.Name == request.Query["name.exact"]).Select(record => new JsonObject
            {
                ["id"] = record.Id,
                ["type"] = record.Type,
                ["name"] = record.Name,
                ["content"] = record.Content,
                ["ttl"] = record.Ttl,
                ["proxied"] = false,
            }),
        ]);
    }

    /// <summary>Deletions first, then additions, all or nothing.</summary>
    private StandInReply Batch(StandInRequest request)
    {
        Assert.StartsWith("application/json", request.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal(["deletes", "posts"], request.Json.EnumerateObject().Select(property => property.Name));
        string[] deletes = [.. request.Json.GetProperty("deletes").EnumerateArray().Select(each => each.GetProperty("id").GetString()!)];
        Assert.All(deletes, id => Assert.Contains(Records, record => record.Id == id));
        JsonElement[] posts = [.. request.Json.GetProperty("posts").EnumerateArray()];
        foreach (var post in posts)
        {
            Assert.Equal(["content", "name", "ttl", "type"], post.EnumerateObject().Select(property => property.Name).Order());
            Assert.Equal("TXT", post.GetProperty("type").GetString());
            Assert.Matches("^(\"[^\"]{1,255}\")( \"[^\"]{1,255}\")*$", post.GetProperty("content").GetString());
            Assert.InRange(post.GetProperty("ttl").GetInt32(), 60, 86400);
        }

        Records.RemoveAll(record => deletes.Contains(record.Id));
        foreach (var post in posts)
        {
            Records.Add((
                NextId(), "TXT", post.GetProperty("name").GetString()!, post.GetProperty("content").GetString()!,
                post.GetProperty("ttl").GetInt32()));
        }

        return Success(new JsonObject { ["deletes"] = new JsonArray(), ["posts"] = new JsonArray() });
    }

    private string NextId() => (++last).ToString("x32", CultureInfo.InvariantCulture);

    private static StandInReply Success(JsonObject[] result) => Success(new JsonArray([.. result]));

    private static StandInReply Success(JsonNode result) => new(200, new JsonObject
    {
        ["success"] = true,
        ["errors"] = new JsonArray(),
        ["messages"] = new JsonArray(),
        ["result"] = result,
    }.ToJsonString());
}
