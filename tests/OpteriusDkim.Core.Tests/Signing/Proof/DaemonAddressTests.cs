namespace OpteriusDkim.Tests;

public sealed class DaemonAddressTests
{
    [Theory]
    [InlineData("local:/run/opendkim/opendkim.sock", "/run/opendkim/opendkim.sock")]
    [InlineData("unix:/a", "/a")]
    [InlineData("/run/a:b.sock", "/run/a:b.sock")]
    public void A_path_is_a_unix_socket(string text, string path) => Assert.Equal(path, DaemonAddress.ParseMilter(text).Path);

    [Theory]
    [InlineData("inet:8891@localhost", "localhost", 8891)]
    [InlineData("inet:8891", "127.0.0.1", 8891)]
    [InlineData("inet:8891@0.0.0.0", "127.0.0.1", 8891)]
    [InlineData("inet6:8891@[2001:db8::1]", "2001:db8::1", 8891)]
    [InlineData("inet6:8891@::", "::1", 8891)]
    [InlineData("inet6:8891", "::1", 8891)]
    public void A_port_comes_before_its_host_which_is_this_one_where_the_daemon_listens_everywhere(string text, string host, int port)
    {
        var address = DaemonAddress.ParseMilter(text);

        Assert.Equal((host, port, null), (address.Host, address.Port, address.Path));
    }

    [Theory]
    [InlineData("/run/rspamd/normal.sock mode=0660 owner=_rspamd", "/run/rspamd/normal.sock", "localhost", 0)]
    [InlineData("localhost:11333", null, "localhost", 11333)]
    [InlineData("127.0.0.1:1", null, "127.0.0.1", 1)]
    [InlineData("*:11333", null, "127.0.0.1", 11333)]
    [InlineData("*v6:11333", null, "::1", 11333)]
    [InlineData("[::1]:11333", null, "::1", 11333)]
    [InlineData("::1", null, "::1", 11333)]
    [InlineData("mail.example.com", null, "mail.example.com", 11333)]
    [InlineData("inet:5@a.example", null, "a.example", 5)]
    public void Rspamd_writes_hosts_before_ports(string text, string? path, string host, int port)
    {
        var address = DaemonAddress.ParseRspamd(text);

        Assert.Equal((path, host, port), (address.Path, address.Host, address.Port));
    }

    [Theory]
    [InlineData("")]
    [InlineData("local:relative")]
    [InlineData("relative")]
    [InlineData("inet:")]
    [InlineData("inet:0@a")]
    [InlineData("inet:65536@a")]
    [InlineData("inet:a@b")]
    [InlineData("fd:3")]
    public void Anything_else_is_not_a_milter_socket(string text) =>
        Assert.Equal(
            nameof(FindingTable.InvalidSocket), Assert.Throws<InvalidInputException>(() => DaemonAddress.ParseMilter(text)).Finding.Code);

    [Theory]
    [InlineData("")]
    [InlineData("systemd:1")]
    [InlineData(":11333")]
    [InlineData("a:b")]
    public void Anything_else_is_not_an_Rspamd_socket(string text) =>
        Assert.Equal(
            nameof(FindingTable.InvalidSocket), Assert.Throws<InvalidInputException>(() => DaemonAddress.ParseRspamd(text)).Finding.Code);
}
