namespace OpteriusDkim.Tests;

public sealed class DeSecServiceTests : IDisposable
{
    private readonly DeSecStandIn desec = new();

    private ServiceTest Test => new(desec.Server, desec.Service);

    public void Dispose() => desec.Dispose();

    [Fact]
    public Task A_record_is_published_revoked_and_removed() => Test.PassesThroughAWholeLifeAsync(desec.ContentsAt);

    [Fact]
    public async Task Only_the_own_record_is_removed()
    {
        desec.Add("TXT", ServiceTest.Name, "\"v=spf1 -all\"", ServiceTest.Content);

        await Test.RemovesOnlyOursAsync(desec.ContentsAt);
    }

    [Theory]
    [InlineData("CNAME", ServiceTest.Name, "target.example.net.", "NameIsAlias")]
    [InlineData("NS", "_domainkey.example.com", "ns.example.net.", "ServiceNameDelegated")]
    public async Task A_name_that_belongs_to_others_is_left_alone(string type, string name, string content, string code)
    {
        desec.Add(type, name, content);

        Assert.Equal(code, (await Test.FailureAsync()).Code);
        Assert.DoesNotContain(desec.Server.Requests, request => request.Method != "GET");
    }

    [Fact]
    public async Task A_throttled_request_is_sent_again()
    {
        desec.Throttled = 1;

        await Test.PassesThroughAWholeLifeAsync(desec.ContentsAt);
    }

    [Fact]
    public async Task A_refused_token_and_an_unknown_domain_are_told_apart()
    {
        Assert.Equal("ServiceZoneUnknown", (await Test.FailureAsync("example.org")).Code);

        desec.Token = "another";
        var denied = await Test.FailureAsync();
        Assert.Equal("ServiceDenied", denied.Code);
        Assert.Contains("Invalid token", denied.Message, StringComparison.Ordinal);
    }
}
