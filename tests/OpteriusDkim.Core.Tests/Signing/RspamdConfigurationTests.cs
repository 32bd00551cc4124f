using System.Text.Json;

namespace OpteriusDkim;

/// <summary>The relevant parts of Rspamd's configuration, in the forms of <c>rspamadm configdump</c>.</summary>
public sealed class RspamdConfigurationTests
{
    [Fact]
    public void Nothing_configured_is_as_built_in()
    {
        var read = Read("{}");
        Assert.Equal(
            ("/run/rspamd/rspamd.pid", RspamdSuffixes.DefaultPath, "localhost:11333"),
            (read.PidFile, read.SuffixPath, read.ScanSockets.Single()));
        Assert.Empty(read.MilterSockets);
        Assert.True(read.Signing.IsEnabled);
    }

    [Theory]
    [InlineData("""[{"normal":{"bind_socket":"*v4:11333"}},{"controller":{"bind_socket":"localhost:11334"}}]""", "*v4:11333", "")]
    [InlineData("""{"normal":{"bind_socket":["/run/n.sock mode=0660","localhost:11333"]}}""", "/run/n.sock mode=0660", "")]
    [InlineData(
        """[{"normal":{"bind_socket":"localhost:11333","enabled":false}},{"rspamd_proxy":{"milter":true,"bind_socket":"*:11332"}}]""",
        "",
        "inet:11332@127.0.0.1")]
    [InlineData(
        """[{"normal":{"bind_socket":"localhost:11333","count":-1}},{"rspamd_proxy":{"milter":false,"bind_socket":"*:11332"}}]""", "", "")]
    [InlineData(
        """[{"rspamd_proxy":{"milter":true,"bind_socket":["/run/m.sock mode=0666 owner=nobody","systemd:1"]}}]""",
        "localhost:11333",
        "local:/run/m.sock")]
    [InlineData(
        """[{"rspamd_proxy":[{"milter":true,"bind_socket":"[::1]:9"},{"milter":true,"bind_socket":"localhost:10"}]}]""",
        "localhost:11333",
        "inet:9@::1 inet:10@localhost")]
    public void Workers_and_their_bind_sockets(string workers, string scan, string milter)
    {
        var read = Read($$"""{"worker":{{workers}}}""");
        Assert.Equal((scan, milter), (string.Join(' ', read.ScanSockets), string.Join(' ', read.MilterSockets)));
    }

    [Fact]
    public void Options()
    {
        var read = Read("""{"options":{"pidfile":"/x/pid","url_tld":"/x/list"},"dkim_signing":{"enabled":false}}""");
        Assert.Equal(("/x/pid", "/x/list", false), (read.PidFile, read.SuffixPath, read.Signing.IsEnabled));
    }

    private static RspamdConfiguration Read(string json) => new(JsonDocument.Parse(json).RootElement);
}
