namespace OpteriusDkim.Tests;

public sealed class Route53ServiceTests : IDisposable
{
    private readonly Route53StandIn route53 = new();

    private ServiceTest Test => new(route53.Server, route53.Service());

    public void Dispose() => route53.Dispose();

    [Fact]
    public Task A_record_is_published_revoked_and_removed() => Test.PassesThroughAWholeLifeAsync(route53.ContentsAt);

    [Fact]
    public async Task Only_the_own_record_is_removed_and_the_rest_keeps_its_TTL()
    {
        route53.Add("TXT", ServiceTest.Name, "\"v=spf1 -all\"", ServiceTest.Content);

        await Test.RemovesOnlyOursAsync(route53.ContentsAt);

        Assert.Equal(300, route53.Sets.Single().Ttl);
    }

    [Theory]
    [InlineData("CNAME", ServiceTest.Name, "target.example.org", "NameIsAlias")]
    [InlineData("NS", "_domainkey.example.com", "ns.example.net", "ServiceNameDelegated")]
    public async Task A_name_that_belongs_to_others_is_left_alone(string type, string name, string content, string code)
    {
        route53.Add(type, name, content);

        Assert.Equal(code, (await Test.FailureAsync()).Code);
        Assert.DoesNotContain(route53.Server.Requests, request => request.Method != "GET");
    }

    [Fact]
    public async Task A_set_with_a_routing_policy_is_left_alone()
    {
        route53.Add("TXT", ServiceTest.Name, ServiceTest.Content);
        route53.MoreOfSets = "SetIdentifier";

        Assert.Contains("routing policy", (await Test.FailureAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_by_someone_else_in_between_is_refused_as_a_whole()
    {
        route53.BeforeChange = () =>
        {
            if (route53.Sets.Count == 0)
            {
                route53.Add("TXT", ServiceTest.Name, "\"theirs\"");
            }
        };

        Assert.Equal("ServiceRefused", (await Test.FailureAsync()).Code);
        Assert.Equal(["\"theirs\""], route53.ContentsAt(ServiceTest.Name));
    }

    [Fact]
    public async Task A_throttled_request_is_sent_again()
    {
        route53.Throttled = 1;

        await Test.PassesThroughAWholeLifeAsync(route53.ContentsAt);
    }

    [Fact]
    public async Task A_wrong_secret_and_a_private_zone_are_told_apart()
    {
        Assert.Equal("ServiceZoneUnknown", (await Test.FailureAsync("other.com")).Code);

        var denied = await new ServiceTest(route53.Server, route53.Service("wrong")).FailureAsync();
        Assert.Equal("ServiceDenied", denied.Code);
        Assert.Contains("SignatureDoesNotMatch", denied.Message, StringComparison.Ordinal);
    }
}
