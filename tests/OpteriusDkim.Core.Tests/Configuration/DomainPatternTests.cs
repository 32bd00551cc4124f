namespace OpteriusDkim.Tests;

public sealed class DomainPatternTests : IDisposable
{
    private const string Json = """
        { "provider": "Plesk",
          "domains": {
            "*":                    { "provider": "Ovh", "rotation": { "drain": "1.00:00:00" } },
            "*.example.com":        { "provider": "Bind" },
            "*.news.example.com":   { "provider": "Cloudflare" },
            "deep.news.example.com": { "provider": "Route53" },
            "example.com":          { "rotation": { "retire": "Revoke" } },
            "*.münchen.example":    { "provider": "Hetzner" },
            "*.DE":                 { "provider": "Gandi" }
          } }
        """;

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("example.org", "Ovh")]
    [InlineData("example.com", "Ovh")]
    [InlineData("a.example.com", "Bind")]
    [InlineData("a.b.example.com", "Bind")]
    [InlineData("news.example.com", "Bind")]
    [InlineData("a.news.example.com", "Cloudflare")]
    [InlineData("deep.news.example.com", "Route53")]
    [InlineData("a.deep.news.example.com", "Cloudflare")]
    [InlineData("bexample.com", "Ovh")]
    [InlineData("example.de", "Gandi")]
    [InlineData("post.münchen.example", "Hetzner")]
    public void The_most_specific_pattern_that_has_the_setting_wins(string domain, string provider) =>
        Assert.Equal(provider, Load().ProviderFor(DomainName.Parse(domain)).Name);

    [Fact]
    public void Each_setting_is_looked_up_for_itself()
    {
        var settings = Load().Settings(DomainName.Parse("example.com")).ToDictionary(setting => setting.Name, setting => setting.Value);
        Assert.Equal("Revoke", settings["rotation.retire"]);
        Assert.Equal(TimeSpan.FromDays(1), settings["rotation.drain"]);
        Assert.Equal("Ovh", settings["provider"]);
    }

    [Fact]
    public void Without_a_domain_no_pattern_matches() =>
        Assert.Equal("Plesk", Load().Settings(null).Single(setting => setting.Name == "provider").Value);

    [Fact]
    public void The_order_in_the_file_does_not_matter()
    {
        var turned = Json.Split('\n');
        Array.Reverse(turned, 2, 4);
        Assert.Equal("Route53", Load(string.Join('\n', turned)).ProviderFor(DomainName.Parse("deep.news.example.com")).Name);
    }

    public void Dispose() => folder.Dispose();

    private DkimConfiguration Load(string json = Json) => DkimConfiguration.Load(folder.Write("config.json", json));
}
