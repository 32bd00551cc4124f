using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>Test-DkimDns -Wait before and after BIND has the record.</summary>
public sealed class WaitingTests() : ZoneTest("Ed25519")
{
    [Fact]
    public async Task Waiting_shows_each_servers_answer_and_a_stop_ends_it_at_once()
    {
        var (one, two) = (Address(), Address());
        Serve(one, $"mail._domainkey TXT {Quoted(Text)}", one, two);
        Serve(two, "", one, two);
        using var shell = Session.Start($"Test-DkimDns {Domain} -Authoritative -Wait -Server {one} -Timeout 2");
        var shown = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        shell.Streams.Progress.DataAdded += (_, added) => Show(shell.Streams.Progress[added.Index].StatusDescription, shown);
        var running = shell.BeginInvoke();
        var seen = await shown.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        var watch = Stopwatch.StartNew();
        shell.Stop();

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2);
        Assert.True(running.IsCompleted);
        Assert.StartsWith(
            "mail._domainkey.z.example: ns1.z.example: Found; ns2.z.example: NoSuchName. Checks again at ", seen, StringComparison.Ordinal);
        Assert.Contains("different answers", Assert.Single(shell.Streams.Warning).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_continues_until_the_last_server_has_the_record()
    {
        var (one, two) = (Address(), Address());
        Serve(one, $"mail._domainkey TXT {Quoted(Text)}", one, two);
        var lagging = Serve(two, "", one, two);
        using var shell = Session.Start($"Test-DkimDns {Domain} -Authoritative -Wait -Server {one} -Timeout 2");
        var shown = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        shell.Streams.Progress.DataAdded += (_, added) => Show(shell.Streams.Progress[added.Index].StatusDescription, shown);
        var running = shell.BeginInvoke();
        await shown.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        lagging.Dispose();
        Serve(two, $"mail._domainkey TXT {Quoted(Text)}", one, two);

        var test = new Outcome([.. shell.EndInvoke(running)], [.. shell.Streams.Error], [], [], [], []);

        Assert.Equal("Verified", test["Status"]!.ToString());
        Assert.InRange(((DateTime)test["SafeToSignAt"]! - (DateTime)test["CheckedAt"]!).TotalSeconds, 300 + 1 + 15, 300 + 1 + 15 + 10);
    }

    private static void Show(string status, TaskCompletionSource<string> shown)
    {
        if (status.Contains("Checks again", StringComparison.Ordinal))
        {
            shown.TrySetResult(status);
        }
    }
}
