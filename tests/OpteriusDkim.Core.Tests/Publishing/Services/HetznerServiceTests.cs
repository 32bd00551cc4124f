namespace OpteriusDkim.Tests;

public sealed class HetznerServiceTests : IDisposable
{
    private readonly HetznerStandIn hetzner = new();

    private ServiceTest Test => new(hetzner.Server, hetzner.Service);

    public void Dispose() => hetzner.Dispose();

    [Fact]
    public async Task A_record_is_published_revoked_and_removed()
    {
        await Test.PassesThroughAWholeLifeAsync(hetzner.ContentsAt);

        Assert.Empty(hetzner.Sets);
    }

    [Fact]
    public async Task Only_the_own_record_is_removed()
    {
        hetzner.Add("TXT", ServiceTest.Name, "\"v=spf1 -all\"", ServiceTest.Content);

        await Test.RemovesOnlyOursAsync(hetzner.ContentsAt);

        Assert.Null(hetzner.Sets.Values.Single().Ttl);
    }

    [Theory]
    [InlineData("CNAME", ServiceTest.Name, "target.example.net.", "NameIsAlias")]
    [InlineData("NS", "_domainkey.example.com", "ns.example.net.", "ServiceNameDelegated")]
    public async Task A_name_that_belongs_to_others_is_left_alone(string type, string name, string content, string code)
    {
        hetzner.Add(type, name, content);

        Assert.Equal(code, (await Test.FailureAsync()).Code);
        Assert.DoesNotContain(hetzner.Server.Requests, request => request.Method != "GET");
    }

    [Fact]
    public async Task An_action_that_fails_is_a_failure()
    {
        hetzner.Ending = "error";

        var finding = await Test.FailureAsync();

        Assert.Equal("ServiceRefused", finding.Code);
        Assert.Contains("Action failed", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_and_an_unknown_zone_are_told_apart()
    {
        Assert.Equal("ServiceZoneUnknown", (await Test.FailureAsync("example.org")).Code);

        hetzner.Token = "another";
        var denied = await Test.FailureAsync();
        Assert.Equal("ServiceDenied", denied.Code);
        Assert.Contains("unable to authenticate", denied.Message, StringComparison.Ordinal);
    }
}
