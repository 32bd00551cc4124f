using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;

namespace OpteriusDkim;

/// <summary>Test-DkimDns against BIND, and against a socket that never answers.</summary>
public sealed class LiveVerificationTests : IDisposable
{
    private readonly Sandbox sandbox = new();
    private readonly ModuleSession session;
    private readonly List<NameServer> servers = [];

    public LiveVerificationTests() => session = new ModuleSession(sandbox);

    public void Dispose()
    {
        servers.ForEach(server => server.Dispose());
        session.Dispose();
        sandbox.Dispose();
    }

    [Fact]
    public void A_published_key_is_verified()
    {
        var record = MakeKey("good.example.com");

        var test = Test("good.example.com", Serve(("example.com", $"mail._domainkey.good TXT {record}")));

        AssertStatus(test, "Verified", "DNS verified");
        Assert.Empty(Codes(test));
        Assert.Equal(test["Expected"], test["Observed"]);
        Assert.Equal("mail._domainkey.good.example.com", test["Name"]);
    }

    [Fact]
    public void A_domain_without_a_key_is_not_configured()
    {
        var test = Test("none.example.com", Serve(("example.com", "")));

        AssertStatus(test, "NotConfigured", "Not configured");
        Assert.Equal(["NotConfigured"], Codes(test));
    }

    [Theory]
    [InlineData("", "NoSuchName")]
    [InlineData("mail._domainkey.k CAA 0 issue ca.example", "NoData")]
    public void An_unpublished_record_is_not_verified_and_is_reported(string records, string code)
    {
        MakeKey("k.example.com");

        var test = Test("k.example.com", Serve(("example.com", records)));

        AssertStatus(test, "KeyGenerated", "Key generated — DNS not verified");
        Assert.Equal([code], Codes(test));
        var advice = (string)((IList)test["Findings"]!).Cast<object>()
            .Select(finding => PSObject.AsPSObject(finding).Properties["Advice"].Value).Single();
        Assert.Contains("5 to 60 minutes", advice, StringComparison.Ordinal);
        Assert.Contains("dig '@127.0.0.1'", advice, StringComparison.Ordinal);
        Assert.Contains("nslookup -type=TXT", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_query_is_no_verdict_about_the_record()
    {
        MakeKey("k.elsewhere.example");

        var test = Test("k.elsewhere.example", Serve(("example.com", "")));

        AssertStatus(test, "KeyGenerated", "Key generated — DNS not verified");
        Assert.Equal(["Refused"], Codes(test));
    }

    [Fact]
    public void A_timeout_is_no_verdict_about_the_record()
    {
        MakeKey("k.example.com");
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var watch = Stopwatch.StartNew();

        var test = Test("k.example.com", AddressOf(silent) + " -Timeout 1");

        AssertStatus(test, "KeyGenerated", "Key generated — DNS not verified");
        Assert.Equal(["Timeout"], Codes(test));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 4);
    }

    [Theory]
    [InlineData("k TXT \"v=DKIM1; k=rsa; p=\"", "Revoked")]
    [InlineData("k TXT \"v=spf1 -all\"", "WrongVersion")]
    [InlineData("k TXT \"v=DKIM1; k=rsa; h=sha1; p={p}\"", "HashNotPermitted")]
    [InlineData("k TXT \"v=DKIM1; k=rsa; s=tlsrpt; p={p}\"", "ServiceNotPermitted")]
    [InlineData("k TXT \"v=DKIM1; k=rsa; h=; p={p}\"", "HashNotPermitted")]
    [InlineData("k TXT \"v=DKIM1; k=rsa; s=; p={p}\"", "ServiceNotPermitted")]
    [InlineData("k TXT \"v=DKIM1; k=rsa; p={p}\"\nk TXT \"v=spf1 -all\"", "SeveralRecords")]
    [InlineData("k TXT \"v=DKIM1; k=ed25519; p=ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=\"", "DifferentKey")]
    public void Any_other_record_is_a_mismatch(string records, string code)
    {
        Assert.Empty(session.Run("New-DkimKey k.example.com").Errors);
        var key = (string)session.Run("Get-DkimKey k.example.com")["PublicKey"]!;
        var zone = records
            .Replace("{p}", key[..200] + "\" \"" + key[200..], StringComparison.Ordinal)
            .Replace("k TXT", "mail._domainkey.k TXT", StringComparison.Ordinal);

        var test = Test("k.example.com", Serve(("example.com", zone)));

        AssertStatus(test, "Mismatch", "DNS mismatch");
        Assert.Contains(code, Codes(test));
    }

    [Fact]
    public void An_alias_is_followed_and_shown()
    {
        var record = MakeKey("k.example.com");

        var test = Test(
            "k.example.com", Serve(("example.com", $"mail._domainkey.k CNAME there\nthere CNAME end.keys\nend.keys TXT {record}")));

        AssertStatus(test, "Verified", "DNS verified");
        Assert.Equal(["CnameFollowed"], Codes(test));
        var server = PSObject.AsPSObject(((IList)test["Servers"]!)[0]!);
        Assert.Equal(["there.example.com", "end.keys.example.com"], (IEnumerable<string>)server.Properties["Chain"].Value);
    }

    [Fact]
    public void An_alias_into_another_zone_is_queried()
    {
        var record = MakeKey("k.example.com");

        var test = Test("k.example.com", Serve(
            ("example.com", "mail._domainkey.k CNAME k.keys.example.net."), ("example.net", $"k.keys TXT {record}")));

        AssertStatus(test, "Verified", "DNS verified");
    }

    [Fact]
    public void A_loop_of_aliases_ends_without_a_verdict()
    {
        MakeKey("k.example.com");

        var test = Test("k.example.com", Serve(("example.com", "mail._domainkey.k CNAME a\na CNAME b\nb CNAME a")));

        AssertStatus(test, "KeyGenerated", "Key generated — DNS not verified");
    }

    [Fact]
    public void A_truncated_answer_is_asked_for_again_by_tcp()
    {
        MakeKey("k.example.com");
        var long1 = string.Join(' ', Enumerable.Repeat($"\"{new string('x', 250)}\"", 5));
        var long2 = string.Join(' ', Enumerable.Repeat($"\"{new string('y', 250)}\"", 5));

        var test = Test("k.example.com", Serve(("example.com", $"mail._domainkey.k TXT {long1}\nmail._domainkey.k TXT {long2}")));

        AssertStatus(test, "Mismatch", "DNS mismatch");
        Assert.Equal(2501, ((string)test["Observed"]!).Length);
    }

    [Fact]
    public void Each_of_several_servers_is_queried_and_one_wrong_answer_decides()
    {
        var record = MakeKey("k.example.com");
        var right = Serve(("example.com", $"mail._domainkey.k TXT {record}"));
        var wrong = Serve(("example.com", "mail._domainkey.k TXT \"v=DKIM1; k=rsa; p=\""));
        var behind = Serve(("example.com", ""));

        AssertStatus(Test("k.example.com", $"{right},{right}"), "Verified", "DNS verified");
        AssertStatus(Test("k.example.com", $"{right},{behind}"), "KeyGenerated", "Key generated — DNS not verified");
        var all = Test("k.example.com", $"{right},{wrong},{behind}");
        AssertStatus(all, "Mismatch", "DNS mismatch");
        Assert.Equal(
            [right, wrong, behind],
            ((IList)all["Servers"]!).Cast<object>().Select(server => (string)PSObject.AsPSObject(server).Properties["Server"].Value));
    }

    [Fact]
    public void Configured_servers_are_queried_in_turn()
    {
        var record = MakeKey("k.example.com");
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var right = Serve(("example.com", $"mail._domainkey.k TXT {record}"));
        sandbox.Configure($$"""  "dns": { "servers": ["{{AddressOf(silent)}}", "{{right}}"], "timeout": "00:00:01" },  """);

        var test = session.Run("Test-DkimDns k.example.com");

        AssertStatus(test, "Verified", "DNS verified");
    }

    [Fact]
    public void Quiet_gives_one_answer_for_each_domain()
    {
        var record = MakeKey("k.example.com");
        MakeKey("other.example.com");
        var server = Serve(("example.com", $"mail._domainkey.k TXT {record}"));

        Assert.Equal(true, session.Run($"Test-DkimDns k.example.com -Quiet -Server {server}").Objects.Single().BaseObject);
        Assert.Equal(false, session.Run($"Test-DkimDns other.example.com -Quiet -Server {server}").Objects.Single().BaseObject);
        Assert.Equal(false, session.Run($"Test-DkimDns none.example.com -Quiet -Server {server}").Objects.Single().BaseObject);
    }

    [Fact]
    public void Keys_are_taken_from_the_pipeline()
    {
        var record = MakeKey("k.example.com");
        var server = Serve(("example.com", $"mail._domainkey.k TXT {record}"));

        var test = session.Run($"Get-DkimKey | Test-DkimDns -Server {server}");

        AssertStatus(test, "Verified", "DNS verified");
    }

    [Fact]
    public async Task A_stop_ends_a_lookup_at_once()
    {
        MakeKey("k.example.com");
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var shell = session.Start($"Test-DkimDns k.example.com -Server {AddressOf(silent)} -Timeout 60");
        var running = shell.BeginInvoke();
        await silent.ReceiveAsync(TestContext.Current.CancellationToken);

        var watch = Stopwatch.StartNew();
        shell.Stop();

        Assert.True(running.IsCompleted);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 3);
    }

    [Theory]
    [InlineData("-Server ns1.example.com", "InvalidServer")]
    [InlineData("-Server 192.0.2.1:99999", "InvalidServer")]
    [InlineData("-Timeout never", "ParameterArgumentTransformationError")]
    [InlineData("-Timeout 0", "ParameterArgumentTransformationError")]
    public void A_bad_server_or_timeout_is_an_error(string options, string id)
    {
        Assert.Equal([id], session.Run("Test-DkimDns k.example.com " + options).ErrorIds);
    }

    [Fact]
    public void A_key_that_cannot_be_read_is_an_error_and_never_not_configured()
    {
        MakeKey("k.example.com");
        File.WriteAllText(sandbox.In("keys", "k.example.com", "mail.private"), "");

        var test = session.Run($"Test-DkimDns k.example.com -Server {Serve(("example.com", ""))}");

        Assert.Empty(test.Objects);
        Assert.Equal(["KeyBroken"], test.ErrorIds);
    }

    private static void AssertStatus(Outcome test, string status, string text)
    {
        Assert.Empty(test.Errors);
        Assert.True(
            status == test["Status"]!.ToString() && text == (string)test["StatusText"]!,
            $"{test["StatusText"]}: {string.Join('\n', ((IList)test["Findings"]!).Cast<object>())}");
    }

    private static string[] Codes(Outcome test) =>
        [.. ((IList)test["Findings"]!).Cast<object>().Select(finding => (string)PSObject.AsPSObject(finding).Properties["Code"].Value)];

    private static string AddressOf(UdpClient client) =>
        "127.0.0.1:" + ((IPEndPoint)client.Client.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture);

    private string MakeKey(string domain)
    {
        var made = session.Run($"(New-DkimKey {domain} -Algorithm Ed25519).Record.Value");
        Assert.Empty(made.Errors);
        return (string)made.Objects.Single().BaseObject;
    }

    private string Serve(params (string Zone, string Records)[] zones)
    {
        Assert.SkipWhen(NameServer.Missing is not null, NameServer.Missing ?? "");
        var server = NameServer.Start(sandbox.In("bind" + servers.Count.ToString(CultureInfo.InvariantCulture)), zones);
        servers.Add(server);
        return server.Address;
    }

    private Outcome Test(string domain, string server) => session.Run($"Test-DkimDns {domain} -Server {server}");
}
