using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

public sealed class DnsServerTests
{
    [Theory]
    [InlineData("192.0.2.53", "192.0.2.53", 53)]
    [InlineData("192.0.2.53:53", "192.0.2.53", 53)]
    [InlineData("192.0.2.53:5353", "192.0.2.53", 5353)]
    [InlineData("192.0.2.53:65535", "192.0.2.53", 65535)]
    [InlineData("2001:db8::53", "2001:db8::53", 53)]
    [InlineData("[2001:db8::53]", "2001:db8::53", 53)]
    [InlineData("[2001:DB8::53]:5353", "2001:db8::53", 5353)]
    [InlineData("::1", "::1", 53)]
    [InlineData("::ffff:192.0.2.53", "::ffff:192.0.2.53", 53)]
    public void A_server_is_an_address_with_or_without_a_port(string text, string address, int port)
    {
        var server = DnsServer.Parse(text);
        Assert.Equal((address, port), (server.Address.ToString(), server.Port));
        Assert.True(DnsServer.TryParse(text, out var same, out var problem));
        Assert.Equal(server, same);
        Assert.Null(problem);
    }

    [Theory]
    [InlineData(null, "no IP address")]
    [InlineData("", "no IP address")]
    [InlineData("ns1.example.com", "no IP address")]
    [InlineData("localhost:53", "no IP address")]
    [InlineData("1", "no IP address")]
    [InlineData("192.0.2", "no IP address")]
    [InlineData("3221225985", "no IP address")]
    [InlineData("192.0.2.256", "no IP address")]
    [InlineData("192.0.2.53.1", "no IP address")]
    [InlineData(":53", "no IP address")]
    [InlineData("[2001:db8::53", "no IP address")]
    [InlineData("[2001:db8::53]5353", "no IP address")]
    [InlineData("2001:db8::53]:53", "no IP address")]
    [InlineData("[]:53", "no IP address")]
    [InlineData("192.0.2.53:53:53", "no IP address")]
    [InlineData("192.0.2.53:", "port")]
    [InlineData("192.0.2.53:0", "port")]
    [InlineData("192.0.2.53:65536", "port")]
    [InlineData("192.0.2.53:-1", "port")]
    [InlineData("192.0.2.53: 53", "port")]
    [InlineData("192.0.2.53:dns", "port")]
    [InlineData("[2001:db8::53]:", "port")]
    [InlineData("[2001:db8::53]:99999999999", "port")]
    [InlineData("192.0.2.53\u001b[2J", "no IP address")]
    public void Anything_else_is_refused_with_the_reason(string? text, string problem)
    {
        var exception = Assert.Throws<InvalidInputException>(() => DnsServer.Parse(text));
        Assert.Equal(nameof(FindingTable.InvalidServer), exception.Finding.Code);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Printable.Require(exception.Message);
        Assert.False(DnsServer.TryParse(text, out _, out _));
    }

    // Some programs read 010 as ten and some as eight, so the address is ambiguous.
    [Theory]
    [InlineData("192.0.2.010")]
    [InlineData("0xC0.0.2.53")]
    public void An_address_that_is_not_decimal_is_refused(string text) => Assert.False(DnsServer.TryParse(text, out _, out _));

    [Theory]
    [InlineData("192.0.2.53", "192.0.2.53")]
    [InlineData("192.0.2.53:5353", "192.0.2.53:5353")]
    [InlineData("[2001:db8::53]:53", "2001:db8::53")]
    [InlineData("[2001:db8::53]:5353", "[2001:db8::53]:5353")]
    public void It_shows_its_port_where_that_is_not_53(string text, string shown) => Assert.Equal(shown, DnsServer.Parse(text).ToString());

    [Fact]
    public void Its_text_form_parses_as_the_same_server() => Always.Holds(
        Gen.Elements("192.0.2.53", "127.0.0.1", "2001:db8::53", "::1", "fe80::1").Zip(Gen.Choose(1, 65535)),
        server =>
        {
            var parsed = new DnsServer(System.Net.IPAddress.Parse(server.Item1), server.Item2);
            Assert.Equal(parsed, DnsServer.Parse(parsed.ToString()));
        });

    [Fact]
    public void Any_text_is_a_server_or_refused() => Always.Holds(
        Any.Joined(Gen.Elements("192", ".", "0", "2", ":", "[", "]", "::", "db8", "53", "%", "eth0", "\n", "x")),
        text => Assert.True(Record.Exception(() => DnsServer.Parse(text)) is null or InvalidInputException),
        times: 2000);
}
