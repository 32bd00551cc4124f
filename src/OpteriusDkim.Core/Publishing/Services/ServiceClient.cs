using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Publishing.Services;

/// <summary>
/// Sends requests to the API of a DNS service: with limits of time and size, without following redirects, and again if the
/// service asks to wait.
/// </summary>
/// <param name="service">The service for messages.</param>
/// <param name="address">The address that requests are below.</param>
internal sealed class ServiceClient(string service, Uri address, ServiceCredential credential, TimeProvider clock)
{
    private const int MostAttempts = 8;
    private const int LargestReply = 64 << 20;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    // Certificates are checked as the system does. An address of this host is never asked through a proxy.
    private static readonly HttpClient Remote = ClientOf(useProxy: true);
    private static readonly HttpClient Local = ClientOf(useProxy: false);

    /// <summary>The time limit of one request.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Adds the credential to a request with a body (empty if it has none).</summary>
    public required Action<HttpRequestMessage, string> Authorize { get; init; }

    /// <summary>Whether a refusal means that the service is busy.</summary>
    public Func<ServiceReply, bool> IsBusy { get; init; } = _ => false;

    /// <summary>The permission that the credential needs, for messages.</summary>
    public required string Permission { get; init; }

    /// <summary>Sends a request. The reply reports success, or that there is nothing at the path (404).</summary>
    /// <exception cref="DkimException">There is no such reply.</exception>
    public async Task<ServiceReply> SendAsync(ServiceRequest request, CancellationToken cancellation)
    {
        var waited = TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            var (reply, requestedWait) = await SendOnceAsync(request, cancellation).ConfigureAwait(false);
            var isBusy = requestedWait is not null || reply.Status == HttpStatusCode.TooManyRequests || IsBusy(reply);
            if (!isBusy)
            {
                return Checked(request, reply);
            }

            var wait = requestedWait ?? TimeSpan.FromSeconds(1 << (attempt - 1));
            waited += wait;
            if (attempt == MostAttempts || waited > LongestWait)
            {
                throw new UnreachableException(FindingTable.ServiceBusy.With(("service", service), ("reason", ReasonOf(reply))), service);
            }

            await Task.Delay(wait, clock, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a request whose reply is JSON; null if there is nothing at the path.</summary>
    /// <exception cref="DkimException">There is no such reply.</exception>
    public async Task<T?> ReadAsync<T>(ServiceRequest request, Func<JsonElement, T> read, CancellationToken cancellation)
        where T : class
    {
        var reply = await SendAsync(request, cancellation).ConfigureAwait(false);
        if (!reply.IsFound)
        {
            return null;
        }

        try
        {
            return read(reply.ToJson());
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Malformed();
        }
    }

    /// <summary>The exception for a reply that isn't as documented.</summary>
    public InaccessibleException Malformed() => new(
        FindingTable.ServiceFailed.With(("service", service), ("reason", "its reply is not as documented")), service);

    /// <summary>The exception for a refused change.</summary>
    public InaccessibleException Refused(ServiceRequest request, string reason) => new(
        FindingTable.ServiceRefused.With(("service", service), ("subject", request.Subject), ("reason", credential.RemoveFrom(reason))),
        service);

    private async Task<(ServiceReply Reply, TimeSpan? Wait)> SendOnceAsync(ServiceRequest request, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Timeout);
        try
        {
            using var message = MessageFor(request);
            var client = address.IsLoopback ? Local : Remote;
            using var response = await client.SendAsync(message, limit.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
            return (new ServiceReply(response.StatusCode, body), WaitIn(response));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Unreachable(request, $"no reply within {Timeout.TotalSeconds} s");
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable(request, ReasonOf(exception));
        }
    }

    private HttpRequestMessage MessageFor(ServiceRequest request)
    {
        var message = new HttpRequestMessage(request.Method, new Uri($"{address.AbsoluteUri.TrimEnd('/')}/{request.Path}"));
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("OpteriusDkim", null));
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(request.ContentType));
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
        }

        Authorize(message, request.Body ?? "");
        return message;
    }

    private TimeSpan? WaitIn(HttpResponseMessage response)
    {
        if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            || response.Headers.RetryAfter is not { } after)
        {
            return null;
        }

        var wait = after.Delta ?? (after.Date - clock.GetUtcNow()) ?? TimeSpan.Zero;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private ServiceReply Checked(ServiceRequest request, ServiceReply reply) => (int)reply.Status switch
    {
        (>= 200 and < 300) or 404 => reply,
        401 or 403 => throw new InaccessibleException(
            FindingTable.ServiceDenied.With(("service", service), ("reason", ReasonOf(reply)), ("permission", Permission)), service),
        >= 300 and < 400 => throw new InaccessibleException(
            FindingTable.ServiceFailed.With(("service", service), ("reason", "it redirects to another address")), service),
        >= 400 and < 500 => throw Refused(request, ReasonOf(reply)),
        _ => throw new InaccessibleException(
            FindingTable.ServiceFailed.With(("service", service), ("reason", ReasonOf(reply))), service),
    };

    private string ReasonOf(ServiceReply reply) => reply.Reason is { Length: > 0 } reason
        ? credential.RemoveFrom(reason)
        : $"HTTP status {(int)reply.Status}";

    /// <summary>The outermost message says little of a broken certificate or a refused connection.</summary>
    private string ReasonOf(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.ConfigurationLimitExceeded => $"its reply is larger than {LargestReply >> 20} MiB",
        HttpRequestError.NameResolutionError => $"the name {address.Host} can't be resolved",
        _ => credential.RemoveFrom(PrintableText.Clean((exception.GetBaseException() ?? exception).Message)),
    };

    private UnreachableException Unreachable(ServiceRequest request, string reason) => new(
        (request.ChangesSomething ? FindingTable.ServiceUnanswered : FindingTable.ServiceUnreachable).With(
            ("service", service), ("address", address.Authority), ("reason", reason)), service);

#pragma warning disable CA2000 // The client disposes of its handler, and both live as long as the process.
    private static HttpClient ClientOf(bool useProxy) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = useProxy,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        MaxResponseContentBufferSize = LargestReply,
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };
#pragma warning restore CA2000
}
