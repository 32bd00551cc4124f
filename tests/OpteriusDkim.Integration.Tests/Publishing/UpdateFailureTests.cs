using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;

namespace OpteriusDkim;

/// <summary>Updates with a concurrent change, or with a lost, forged, late or missing answer.</summary>
public sealed class UpdateFailureTests : PublishingTest
{
    [Fact]
    public void A_concurrent_change_is_not_overwritten()
    {
        var zone = Serve("");
        MakeKey("example.com");
        using var proxy = Before(zone, async (update, forward) =>
        {
            NsUpdate(zone, "update add mail._domainkey.example.com 60 TXT \"somebody else's\"");
            return await forward(update);
        });

        AssertRefused("Publish-DkimRecord example.com", "UpdateOvertaken");
        Assert.Equal(["somebody else's"], Dig(zone, "mail._domainkey.example.com"));
    }

    [Fact]
    public void No_record_is_added_next_to_an_alias_created_in_the_meantime()
    {
        var zone = Serve("");
        MakeKey("example.com");
        using var proxy = Before(zone, async (update, forward) =>
        {
            NsUpdate(zone, "update add mail._domainkey.example.com 60 CNAME elsewhere.example.net.");
            return await forward(update);
        });

        AssertRefused("Publish-DkimRecord example.com", "UpdateOvertaken");
        Assert.Equal(["elsewhere.example.net."], Dig(zone, "mail._domainkey.example.com", "CNAME"));
    }

    [Fact]
    public void A_success_reply_without_a_signature_is_not_trusted()
    {
        var zone = Serve("");
        MakeKey("example.com");
        using var proxy = Before(zone, (update, _) => Task.FromResult<byte[]?>(UpdateProxy.ForgedYes(update)));

        AssertRefused("Publish-DkimRecord example.com", "UpdateUnproven");
        Assert.Empty(Dig(zone, "mail._domainkey.example.com"));
    }

    [Fact]
    public void A_success_reply_with_a_wrong_signature_is_not_trusted()
    {
        var zone = Serve("");
        MakeKey("example.com");
        using var proxy = Before(zone, async (update, forward) =>
        {
            var answer = await forward(update);
            answer[^20] ^= 1;
            return answer;
        });

        AssertRefused("Publish-DkimRecord example.com", "UpdateUnproven");
        AssertPublishedAfterwards(zone);
    }

    [Fact]
    public void Malformed_data_is_not_an_answer()
    {
        var zone = Serve("");
        MakeKey("example.com");
        using var proxy = Before(zone, (update, _) => Task.FromResult<byte[]?>([.. update[..2], .. new byte[30].Select(_ => (byte)0xFF)]));

        AssertRefused("Publish-DkimRecord example.com", "UpdateUnanswered", ErrorCategory.ConnectionError);
    }

    [Fact]
    public void An_answer_that_is_lost_leaves_it_to_the_next_run()
    {
        var zone = Serve("");
        MakeKey("example.com");
        using var proxy = Before(zone, async (update, forward) =>
        {
            await forward(update);
            return null;
        });

        var watch = Stopwatch.StartNew();
        AssertRefused("Publish-DkimRecord example.com", "UpdateUnanswered", ErrorCategory.ConnectionError);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 5);
        AssertPublishedAfterwards(zone);
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_an_answer()
    {
        var zone = Serve("");
        MakeKey("example.com");
        var asked = new TaskCompletionSource();
        using var proxy = Before(zone, (_, _) =>
        {
            asked.SetResult();
            return Task.FromResult<byte[]?>(null);
        }, "00:01:00");
        using var shell = Session.Start("Publish-DkimRecord example.com");
        var running = shell.BeginInvoke();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        var watch = Stopwatch.StartNew();
        shell.Stop();

        Assert.True(running.IsCompleted);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 3);
    }

    [Fact]
    public void A_server_that_is_down_is_an_error_in_time()
    {
        MakeKey("example.com");
        Sandbox.Configure(SettingsFor(FreePort.Next(), null, "00:00:01"));

        var watch = Stopwatch.StartNew();
        AssertRefused("Publish-DkimRecord example.com", "UpdateServerSilent", ErrorCategory.ConnectionError);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 4);
    }

    [Fact]
    public void A_server_that_is_silent_is_an_error_in_time()
    {
        MakeKey("example.com");
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        Sandbox.Configure(SettingsFor(((IPEndPoint)silent.Client.LocalEndPoint!).Port, null, "00:00:01"));

        var watch = Stopwatch.StartNew();
        AssertRefused("Publish-DkimRecord example.com", "UpdateServerSilent", ErrorCategory.ConnectionError);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 4);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task A_clock_difference_is_distinguished_from_a_wrong_key(int seconds)
    {
        var zone = Serve("");
        var client = ClientWith(zone, new ShiftedClock(TimeSpan.FromSeconds(seconds)));

        var reply = await client.SendAsync(
            "example.com", "x.example.com", new PublicationChange([], ["x"]), 60, TestContext.Current.CancellationToken);

        Assert.Equal(UpdateReply.ClockDiffers, reply);
        Assert.Empty(Dig(zone, "x.example.com"));
    }

    [Fact]
    public async Task A_name_outside_the_zone_is_not_accepted()
    {
        var zone = Serve("");

        var reply = await ClientWith(zone, TimeProvider.System).SendAsync(
            "example.com", "x.example.net", new PublicationChange([], ["x"]), 60, TestContext.Current.CancellationToken);

        Assert.Equal(UpdateReply.NotAuthenticated, reply);
    }

    private static string SettingsFor(int port, string? keyFile, string timeout) => $$"""
        "publisher": { "type": "DynamicUpdate", "server": "127.0.0.1:{{port.ToString(CultureInfo.InvariantCulture)}}"
          {{(keyFile is null ? "" : $", \"keyFile\": \"{keyFile}\"")}} },
        "dns": { "timeout": "{{timeout}}" },
        """;

    private UpdateProxy Before(
        UpdatableZone zone, Func<byte[], Func<byte[], Task<byte[]>>, Task<byte[]?>> onUpdate, string timeout = "00:00:02")
    {
        var proxy = new UpdateProxy(zone.Port, onUpdate);
        Sandbox.Configure(SettingsFor(proxy.Port, zone.KeyFile, timeout));
        return proxy;
    }

    private void AssertPublishedAfterwards(UpdatableZone zone)
    {
        Sandbox.Configure(zone.Settings);
        AssertPublished(zone, "example.com", "AlreadyThere");
    }

    /// <summary>The adapter itself, from the load context that the module gave it.</summary>
    private IDynamicUpdate ClientWith(UpdatableZone zone, TimeProvider clock)
    {
        MakeKey("loads.example.com");
        AssertPublished(zone, "loads.example.com");
        var type = AppDomain.CurrentDomain.GetAssemblies()
            .Single(assembly => assembly.GetName().Name == "OpteriusDkim.Adapters").GetType("OpteriusDkim.DynamicUpdateClient")!;
        return (IDynamicUpdate)Activator.CreateInstance(type, DnsServer.Parse(zone.Address), zone.KeyFile, TimeSpan.FromSeconds(5), clock)!;
    }

    private sealed class ShiftedClock(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
    }
}
