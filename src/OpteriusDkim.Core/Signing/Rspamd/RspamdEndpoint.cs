using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using OpteriusDkim.Findings;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>A running Rspamd that scans test messages. Its reply contains the signatures that it would add.</summary>
/// <param name="address">The socket of the normal worker.</param>
/// <param name="timeout">The time limit for a reply.</param>
internal sealed class RspamdEndpoint(DaemonAddress address, TimeSpan timeout) : ISigningEndpoint
{
    private const int LargestReply = 1 << 20;
    private const int MaxConcurrentRequests = 4;

    /// <summary>The time in which a daemon that closed the connection has to listen again.</summary>
    public TimeSpan RestartTime { get; init; } = TimeSpan.FromSeconds(3);

    public SignerType Signer => SignerType.Rspamd;

    public string Name => address.Text;

    public async Task<IReadOnlyList<ProbeResult?>> TryAsync(IReadOnlyList<ProbeMessage> messages, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, stopping) => await address.ConnectAsync(timeout, stopping).ConfigureAwait(false),
            MaxConnectionsPerServer = MaxConcurrentRequests,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
        };
        using var client = new HttpClient(handler)
        {
            MaxResponseContentBufferSize = LargestReply,
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        var results = new ProbeResult?[messages.Count];
        InaccessibleException? unreachable = null;
        await Parallel.ForAsync(
            0, messages.Count, new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentRequests, CancellationToken = cancellation },
            async (i, stopping) =>
            {
                try
                {
                    results[i] = unreachable is null
                        ? await TryTwiceAsync(client, messages[i], stopping).ConfigureAwait(false)
                        : Unreachable(messages[i], unreachable.Finding);
                }
                catch (InaccessibleException exception)
                {
                    // Don't wait for each message if the daemon isn't running or hangs.
                    unreachable = exception.Finding.Code == FindingTable.SocketGarbled.Code
                        || exception.InnerException is HttpRequestException { InnerException: not InaccessibleException }
                            ? unreachable
                            : exception;
                    results[i] = Unreachable(messages[i], exception.Finding);
                }
            }).ConfigureAwait(false);
        return results;
    }

    private static ProbeResult Unreachable(ProbeMessage message, DkimFinding finding) =>
        new(DkimSigningOutcome.Unreachable, message.Message) { Findings = [finding] };

    /// <summary>Retries once after a closed connection: the daemon may be restarting.</summary>
    private async Task<ProbeResult> TryTwiceAsync(HttpClient client, ProbeMessage probe, CancellationToken cancellation)
    {
        try
        {
            return await TryAsync(client, probe, cancellation).ConfigureAwait(false);
        }
        catch (InaccessibleException exception) when (exception.Finding.Code == FindingTable.SignerEnded.Code)
        {
            if (await address.AwaitListenerAsync(RestartTime, cancellation).ConfigureAwait(false) is not null)
            {
                throw Ended($"it closed the connection, and nothing listened there for the next {RestartTime.TotalSeconds:0} s", null);
            }
        }

        try
        {
            return await TryAsync(client, probe, cancellation).ConfigureAwait(false);
        }
        catch (InaccessibleException exception) when (exception.Finding.Code == FindingTable.SignerEnded.Code)
        {
            throw Ended("it closed the connection twice without an answer", exception.InnerException);
        }
    }

    private async Task<ProbeResult> TryAsync(HttpClient client, ProbeMessage probe, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/checkv2")
            {
                Content = new ByteArrayContent(probe.Message.ToBytes()),
            };
            foreach (var (name, value) in EnvelopeOf(probe))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await client.SendAsync(request, limit.Token).ConfigureAwait(false);
            var reply = await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK ? Read(reply, probe) : throw Garbled($"HTTP status {(int)response.StatusCode}");
        }
        catch (JsonException exception)
        {
            throw Garbled("a reply that is not JSON", exception);
        }
        catch (HttpRequestException exception) when (exception.InnerException is InaccessibleException inner)
        {
            throw new InaccessibleException(inner.Finding, address.Text, exception);
        }
        catch (HttpRequestException exception) when (IsClosed(exception))
        {
            throw Ended("it closed the connection", exception);
        }
        catch (HttpRequestException exception)
        {
            throw Garbled((exception.InnerException ?? exception).Message, exception);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw address.Failure(exception, timeout, cancellation)!;
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> EnvelopeOf(ProbeMessage probe) =>
    [
        new("From", probe.EnvelopeSender),
        new("Rcpt", ProbeMessage.Recipient),
        .. probe.Client.Login is { } login ? [new("User", login)] : Array.Empty<KeyValuePair<string, string>>(),
        new("Ip", probe.Client.Address),
        new("Helo", probe.Client.Host),
        new("Queue-Id", "OPTERIUSDKIM"),
    ];

    private ProbeResult Read(byte[] json, ProbeMessage probe)
    {
        using var reply = JsonDocument.Parse(json);
        if (reply.RootElement.ValueKind != JsonValueKind.Object || !reply.RootElement.TryGetProperty("action", out var action))
        {
            throw Garbled("a reply without an action");
        }

        var signed = Signatures(reply.RootElement).Aggregate(
            probe.Message, (message, value) => message.Insert(0, DkimSignature.HeaderName, value));
        var result = ProbeResult.Passed(signed);
        return result.Outcome == DkimSigningOutcome.Signed ? result : action.ToString() switch
        {
            "soft reject" or "greylist" => new ProbeResult(DkimSigningOutcome.TemporaryFailure, probe.Message),
            "reject" => new ProbeResult(DkimSigningOutcome.Rejected, probe.Message),
            _ => result,
        };
    }

    /// <summary>A single signature is a string, several are a list.</summary>
    private static string[] Signatures(JsonElement reply)
    {
        if (!reply.TryGetProperty("dkim-signature", out var value))
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.ToString())] : [value.ToString()];
    }

    private static bool IsClosed(HttpRequestException exception) =>
        exception.HttpRequestError == HttpRequestError.ResponseEnded
            || exception.InnerException is IOException { InnerException: SocketException };

    private InaccessibleException Ended(string problem, Exception? cause) => new(address.Ended(problem), address.Text, cause);

    private InaccessibleException Garbled(string problem, Exception? cause = null) =>
        new(FindingTable.SocketGarbled.With(("endpoint", address), ("problem", PrintableText.Clean(problem))), address.Text, cause);
}
