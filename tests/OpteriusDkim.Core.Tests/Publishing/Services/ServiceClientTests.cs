using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpteriusDkim.Tests;

/// <summary>The limits of requests to DNS services: time, size, redirects, waits, and what errors show.</summary>
public sealed class ServiceClientTests
{
    private const string Secret = "s3cret-t0ken";

    private static readonly ServiceRequest Get = new(HttpMethod.Get, "zones") { Subject = "example.com" };
    private static readonly ServiceRequest Patch = new(HttpMethod.Patch, "zones", "{}") { Subject = "example.com" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(401, "ServiceDenied")]
    [InlineData(403, "ServiceDenied")]
    [InlineData(400, "ServiceRefused")]
    [InlineData(422, "ServiceRefused")]
    [InlineData(302, "ServiceFailed")]
    [InlineData(308, "ServiceFailed")]
    [InlineData(500, "ServiceFailed")]
    [InlineData(502, "ServiceFailed")]
    public async Task A_status_that_is_not_success_is_an_error_without_the_credential(int status, string code)
    {
        using var other = new StandInServer(_ => new StandInReply(200, "{}"));
        using var server = new StandInServer(_ => new StandInReply(
            status, $"{{\"error\": \"the token {Secret} \\u001b[31mis wrong\"}}", ("Location", other.Address.AbsoluteUri)));

        var exception = await Assert.ThrowsAsync<InaccessibleException>(() => Client(server).SendAsync(Get, Cancellation));

        Assert.Equal(code, exception.Finding.Code);
        Assert.DoesNotContain(Secret, $"{exception} {exception.Finding.Message} {exception.Finding.Advice}", StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', exception.Finding.Message);
        Assert.Empty(other.Requests);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Success_and_nothing_found_are_replies()
    {
        using var server = new StandInServer(request => new StandInReply(request.Path == "/none" ? 404 : 200, "{\"a\": 1}"));

        Assert.True((await Client(server).SendAsync(Get, Cancellation)).IsFound);
        Assert.Null(await Client(server).ReadAsync(Get with { Path = "none" }, json => json.ToString(), Cancellation));
        Assert.Equal("Token " + Secret, server.Requests.First().Headers["Authorization"]);
        Assert.Equal("OpteriusDkim", server.Requests.First().Headers["User-Agent"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[1]")]
    [InlineData("{\"b\": 1}")]
    [InlineData("{\"a\": \"text\"}")]
    public async Task A_reply_that_is_not_as_documented_is_an_error(string body)
    {
        using var server = new StandInServer(_ => new StandInReply(200, body));

        var exception = await Assert.ThrowsAsync<InaccessibleException>(() => Client(server).ReadAsync(
            Get, json => json.GetProperty("a").GetInt32().ToString(CultureInfo.InvariantCulture), Cancellation));

        Assert.Equal("ServiceFailed", exception.Finding.Code);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_busy_service_is_asked_again_after_the_time_it_names(int status)
    {
        var calls = 0;
        using var server = new StandInServer(_ =>
            Interlocked.Increment(ref calls) < 3 ? new StandInReply(status, "", ("Retry-After", "1")) : new StandInReply(200, "{}"));
        var watch = Stopwatch.StartNew();

        await Client(server).SendAsync(Patch, Cancellation);

        Assert.Equal(3, calls);
        Assert.InRange(watch.Elapsed.TotalSeconds, 1.9, 30);
    }

    [Theory]
    [InlineData("3600")]
    [InlineData("Sun, 01 Mar 2026 14:00:00 GMT")]
    public async Task A_wait_that_is_too_long_is_an_error_at_once(string wait)
    {
        using var server = new StandInServer(_ => new StandInReply(429, "{\"detail\": \"throttled\"}", ("Retry-After", wait)));

        var exception = await Assert.ThrowsAsync<UnreachableException>(() => Client(server).SendAsync(Patch, Cancellation));

        Assert.Equal("ServiceBusy", exception.Finding.Code);
        Assert.Contains("throttled", exception.Finding.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task No_reply_in_time_says_whether_something_may_have_changed()
    {
        using var server = new StandInServer(_ =>
        {
            Thread.Sleep(2000);
            return new StandInReply(200, "{}");
        });
        var client = Client(server, TimeSpan.FromMilliseconds(200));

        var read = await Assert.ThrowsAsync<UnreachableException>(() => client.SendAsync(Get, Cancellation));
        var write = await Assert.ThrowsAsync<UnreachableException>(() => client.SendAsync(Patch, Cancellation));

        Assert.Equal(("ServiceUnreachable", "ServiceUnanswered"), (read.Finding.Code, write.Finding.Code));
    }

    [Fact]
    public async Task Stopping_ends_a_wait_at_once()
    {
        using var server = new StandInServer(_ => new StandInReply(429, "", ("Retry-After", "60")));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client(server).SendAsync(Get, stop.Token));

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public async Task A_reply_without_end_is_cut_off()
    {
        var large = new string('x', 70 << 20);
        using var server = new StandInServer(_ => new StandInReply(200, large));

        var exception = await Assert.ThrowsAsync<UnreachableException>(() => Client(server).SendAsync(Get, Cancellation));

        Assert.Contains("larger than 64 MiB", exception.Finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_TLS_at_an_https_address_is_not_asked()
    {
        using var server = new StandInServer(_ => new StandInReply(200, "{}"));
        var client = Client(new Uri($"https://127.0.0.1:{server.Address.Port}"), TimeSpan.FromSeconds(10));

        var exception = await Assert.ThrowsAsync<UnreachableException>(() => client.SendAsync(Get, Cancellation));

        Assert.Equal("ServiceUnreachable", exception.Finding.Code);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_certificate_that_the_system_does_not_trust_ends_the_connection_before_the_request()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
#pragma warning disable CA2025 // It is awaited before they are disposed of.
        var received = ReceiveAsync(listener, certificate);
#pragma warning restore CA2025
        var client = Client(new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), TimeSpan.FromSeconds(10));

        var exception = await Assert.ThrowsAsync<UnreachableException>(() => client.SendAsync(Patch, Cancellation));

        Assert.Contains("certificate", exception.Finding.Message, StringComparison.Ordinal);
        Assert.Equal(0, await received);
    }

    /// <summary>The number of bytes that a client sends after the handshake.</summary>
    private static async Task<int> ReceiveAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var connection = await listener.AcceptTcpClientAsync(Cancellation);
        await using var tls = new SslStream(connection.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(certificate);
            return await tls.ReadAsync(new byte[1024], Cancellation);
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            return 0;
        }
    }

    private static ServiceClient Client(StandInServer server, TimeSpan? timeout = null) =>
        Client(server.Address, timeout ?? TimeSpan.FromSeconds(20));

    private static ServiceClient Client(Uri address, TimeSpan timeout) =>
        new("Example DNS", address, new ServiceCredential(Secret), new FixedDate())
        {
            Timeout = timeout,
            Permission = "Zone.Edit",
            Authorize = (request, _) => request.Headers.Add("Authorization", "Token " + Secret),
        };

    /// <summary>Real timers at a fixed date.</summary>
    private sealed class FixedDate : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    }
}
