using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace OpteriusDkim.Tests;

/// <summary>An HTTP server on loopback that answers as a test says, and keeps the requests.</summary>
internal sealed class StandInServer : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Func<StandInRequest, StandInReply> answer;
    private readonly Task work;

    public StandInServer(Func<StandInRequest, StandInReply> answer)
    {
        this.answer = answer;
        while (true)
        {
            var port = Random.Shared.Next(10_000, 30_000).ToString(CultureInfo.InvariantCulture);
            Address = new Uri($"http://127.0.0.1:{port}");
            listener.Prefixes.Clear();
            listener.Prefixes.Add(Address.AbsoluteUri);
            try
            {
                listener.Start();
                break;
            }
            catch (HttpListenerException)
            {
                // The port is in use: try another one.
            }
        }

        work = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    public ConcurrentQueue<StandInRequest> Requests { get; } = new();

    /// <summary>Why a request was refused; empty if all were as the provider documents them.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    public void Dispose()
    {
        listener.Close();
        work.Wait(TimeSpan.FromSeconds(10));
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                var request = new StandInRequest(
                    context.Request.HttpMethod, context.Request.RawUrl!, context.Request.Headers, await reader.ReadToEndAsync());
                Requests.Enqueue(request);
                await SendAsync(context.Response, AnswerTo(request));
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The test is over, or the client has gone.
            }
        }
    }

    private StandInReply AnswerTo(StandInRequest request)
    {
        try
        {
            return answer(request);
        }
#pragma warning disable CA1031 // A request that the test refuses has to be answered, or the client would wait.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Refusals.Enqueue($"{request.Method} {request.Target}: {exception.Message}");
            return new StandInReply(400, new JsonObject { ["message"] = "not as documented" }.ToJsonString());
        }
    }

    private static async Task SendAsync(HttpListenerResponse response, StandInReply reply)
    {
        response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
        {
            response.AddHeader(name, value);
        }

        await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(reply.Body));
        response.Close();
    }
}
