namespace OpteriusDkim.Tests;

public sealed class CloudflareServiceTests : IDisposable
{
    private readonly CloudflareStandIn cloudflare = new();

    private ServiceTest Test => new(cloudflare.Server, cloudflare.Service);

    public void Dispose() => cloudflare.Dispose();

    [Fact]
    public Task A_record_is_published_revoked_and_removed() => Test.PassesThroughAWholeLifeAsync(cloudflare.ContentsAt);

    [Fact]
    public async Task Only_the_own_record_is_removed()
    {
        cloudflare.Add("TXT", ServiceTest.Name, "\"v=spf1 -all\"");
        cloudflare.Add("TXT", ServiceTest.Name, ServiceTest.Content);

        await Test.RemovesOnlyOursAsync(cloudflare.ContentsAt);
    }

    [Theory]
    [InlineData("CNAME", ServiceTest.Name, "target.example.net", "NameIsAlias")]
    [InlineData("NS", "_domainkey.example.com", "ns.example.net", "ServiceNameDelegated")]
    public async Task A_name_that_belongs_to_others_is_left_alone(string type, string name, string content, string code)
    {
        cloudflare.Add(type, name, content);

        Assert.Equal(code, (await Test.FailureAsync()).Code);
        Assert.DoesNotContain(cloudflare.Server.Requests, request => request.Method != "GET");
    }

    [Fact]
    public async Task A_refused_token_and_an_unknown_zone_are_told_apart()
    {
        Assert.Equal("ServiceZoneUnknown", (await Test.FailureAsync("example.org")).Code);

        cloudflare.Token = "another";
        var denied = await Test.FailureAsync();
        Assert.Equal("ServiceDenied", denied.Code);
        Assert.Contains("Invalid access token ***", denied.Message, StringComparison.Ordinal);
        Assert.Contains("Zone / DNS / Edit", denied.Advice, StringComparison.Ordinal);
    }
}
