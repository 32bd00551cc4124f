using System.Collections.Concurrent;

namespace OpteriusDkim.Tests;

/// <summary>A scripted resolver: the last part of the server's address selects the answer.</summary>
internal sealed class ScriptedResolver(params string[] answers) : IDnsClient
{
    /// <summary>An answer that never comes.</summary>
    public const string Silence = "silence";

    public ConcurrentQueue<(string Name, DnsServer Server, TimeSpan Timeout)> Queries { get; } = new();

    /// <summary>A server for each answer.</summary>
    public IReadOnlyList<DnsServer> Servers { get; } = [.. answers.Select((_, index) => DnsServer.Parse($"192.0.2.{index}"))];

    /// <summary>The servers with this client and time for one query.</summary>
    public Resolvers Resolvers(TimeSpan timeout) => new(this, Servers, timeout);

    public async Task<DnsReply> AskAsync(DnsQuestion question, TimeSpan timeout, CancellationToken cancellation)
    {
        Queries.Enqueue((question.Name, question.Server, timeout));
        var answer = answers[question.Server.Address.GetAddressBytes()[3]];
        await Task.Delay(answer == Silence ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellation);
        var reply = Answers.Of(answer);
        return reply with { Question = reply.Question with { Server = question.Server } };
    }
}
