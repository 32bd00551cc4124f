namespace OpteriusDkim.Tests;

public sealed class ListedHostsTests
{
    [Theory]
    [InlineData("", null, "192.0.2.1")]
    [InlineData("127.0.0.1,localhost,::1,127.0.0.0/8", null, "192.0.2.1")]
    [InlineData("127.0.0.1,10.0.0.0/8", "10.0.0.1", "192.0.2.1")]
    [InlineData("10.1.2.3/8", "10.0.0.1", "192.0.2.1")]
    [InlineData("10.1.2.3", "10.1.2.3", "192.0.2.1")]
    [InlineData("[10.1.2.3]", "10.1.2.3", "192.0.2.1")]
    [InlineData("!10.1.2.3,10.1.2.4/32", "10.1.2.4", "192.0.2.1")]
    [InlineData("2001:db8::/32", "2001:db8::1", "192.0.2.1")]
    [InlineData("[2001:db8::]/32", "2001:db8::1", "192.0.2.1")]
    [InlineData("192.0.2.0/24", "192.0.2.1", "198.51.100.1")]
    [InlineData("192.0.0.0/8,198.51.100.1", "192.0.0.1", "203.0.113.1")]
    [InlineData("0.0.0.0/0", "192.0.2.1", "192.0.2.1")]
    [InlineData(".corp.example", "192.0.2.1", "192.0.2.1")]
    [InlineData("10.0.0.0/99,a/b", null, "192.0.2.1")]
    public void A_listed_and_an_unlisted_client_are_found(string entries, string? listed, string unlisted)
    {
        var hosts = new ListedHosts(entries.Split(','));

        Assert.Equal(listed, hosts.FindNetworkClient()?.Address);
        Assert.Equal(unlisted, hosts.UnlistedAddress);
    }

    [Theory]
    [InlineData(".corp.example", "client.corp.example")]
    [InlineData("mail.corp.example", "mail.corp.example")]
    public void A_name_matches_a_client_of_that_name(string entry, string host) =>
        Assert.Equal(host, new ListedHosts([entry]).FindNetworkClient()?.Host);
}
