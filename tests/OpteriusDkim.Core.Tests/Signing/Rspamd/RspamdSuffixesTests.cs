namespace OpteriusDkim.Tests;

public sealed class RspamdSuffixesTests
{
    private static readonly RspamdSuffixes Suffixes = new(["// a comment", "", "com", "uk", "co.uk", "*.ck", "!www.ck", "公司.cn", "cn"]);

    [Theory]
    [InlineData("example.com", "example.com")]
    [InlineData("news.example.com", "example.com")]
    [InlineData("a.b.example.co.uk", "example.co.uk")]
    [InlineData("co.uk", "co.uk")]
    [InlineData("shop.example.ck", "shop.example.ck")]
    [InlineData("a.shop.example.ck", "shop.example.ck")]
    [InlineData("a.www.ck", "www.ck")]
    [InlineData("a.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn")]
    [InlineData("news.a.example", "news.a.example")]
    public void The_registered_domain_is_one_label_below_the_longest_suffix(string domain, string registered) =>
        Assert.Equal(registered, Suffixes.RegisteredDomainOf(DomainName.Parse(domain)));
}
