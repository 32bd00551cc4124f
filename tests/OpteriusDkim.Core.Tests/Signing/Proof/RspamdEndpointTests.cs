using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OpteriusDkim.Tests;

/// <summary>Rspamd's scan request against a daemon that closes connections, as during a restart.</summary>
public sealed class RspamdEndpointTests : IDisposable
{
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(20);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<string> requests = [];
    private int closing;

    public RspamdEndpointTests() => listener.Start();

    public void Dispose() => listener.Dispose();

    [Theory]
    [InlineData(0, DkimSigningOutcome.Unsigned, null)]
    [InlineData(1, DkimSigningOutcome.Unsigned, null)]
    [InlineData(2, DkimSigningOutcome.Unreachable, nameof(FindingTable.SignerEnded))]
    public async Task A_request_whose_connection_is_closed_is_sent_once_more(int closed, DkimSigningOutcome outcome, string? code)
    {
        closing = closed;
        _ = ServeAsync();

        var result = await TryAsync();

        Assert.Equal((outcome, code), (result.Outcome, result.Findings.SingleOrDefault()?.Code));
        Assert.Equal(Math.Min(closed + 1, 2), requests.Count);
    }

    [Fact]
    public async Task A_daemon_that_does_not_restart_is_reported_as_ended()
    {
        closing = 1;
        var serving = ServeAsync(endsAtFault: true);

        var result = await TryAsync();

        await serving;
        Assert.Equal(
            (DkimSigningOutcome.Unreachable, nameof(FindingTable.SignerEnded)), (result.Outcome, Assert.Single(result.Findings).Code));
        Assert.Contains("nothing listened there", result.Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_milter_receives_the_submitting_client()
    {
        _ = ServeAsync();

        await TryAsync(
            message => message with { Client = new ProbeClient("[10.0.0.1]", "10.0.0.1", null), EnvelopeSender = "a@other.example" });

        var request = Assert.Single(requests);
        Assert.Contains("\r\nIp: 10.0.0.1\r\n", request, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\r\nFrom: a@other.example\r\n", request, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\r\nUser:", request, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<ProbeResult> TryAsync(Func<ProbeMessage, ProbeMessage>? change = null)
    {
        var message = new ProbeMessage(SampleName.Mail.Domain, TimeProvider.System.GetUtcNow());
        var address = DaemonAddress.ParseRspamd(listener.LocalEndpoint.ToString()!);
        var endpoint = new RspamdEndpoint(address, Patient) { RestartTime = TimeSpan.FromMilliseconds(300) };
        return (await endpoint.TryAsync([change?.Invoke(message) ?? message], TestContext.Current.CancellationToken))[0]!;
    }

    /// <summary>Connections without data only test whether the daemon listens.</summary>
    private async Task ServeAsync(bool endsAtFault = false)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                var buffer = new byte[65536];
                var read = await client.GetStream().ReadAsync(buffer);
                if (read == 0)
                {
                    continue;
                }

                requests.Add(Encoding.Latin1.GetString(buffer, 0, read));
                if (closing-- > 0)
                {
                    if (endsAtFault)
                    {
                        listener.Stop();
                        return;
                    }

                    continue;
                }

                await client.GetStream().WriteAsync(
                    "HTTP/1.1 200 OK\r\nContent-Length: 22\r\nConnection: close\r\n\r\n{\"action\":\"no action\"}"u8.ToArray());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            // The test has ended.
        }
    }
}
