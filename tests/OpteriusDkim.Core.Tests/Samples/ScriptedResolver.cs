using System.Collections.Concurrent;

namespace OpteriusDkim.Tests;

/// <summary>Answers as a test says: by the last part of the server's address.</summary>
internal sealed class ScriptedResolver(params string[] answers) : ITxtResolver
{
    /// <summary>An answer that never comes.</summary>
    public const string Silence = "silence";

    public ConcurrentQueue<(string Name, DnsServer Server, TimeSpan Timeout)> Asked { get; } = new();

    /// <summary>A server for each answer.</summary>
    public IReadOnlyList<DnsServer> Servers { get; } = [.. answers.Select((_, index) => DnsServer.Parse($"192.0.2.{index}"))];

    public async Task<TxtAnswer> QueryAsync(string name, DnsServer server, TimeSpan timeout, CancellationToken cancellation)
    {
        Asked.Enqueue((name, server, timeout));
        var answer = answers[server.Address.GetAddressBytes()[3]];
        await Task.Delay(answer == Silence ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellation);
        return Answers.Of(answer) with { Server = server };
    }
}
