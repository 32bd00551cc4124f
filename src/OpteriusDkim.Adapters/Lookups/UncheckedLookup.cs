using ARSoft.Tools.Net.Dns;
using Name = ARSoft.Tools.Net.DomainName;
using Question = OpteriusDkim.Dns.DnsQuestion;

namespace OpteriusDkim;

/// <summary>Questions with the CD bit (RFC 4035 3.2.2), which DnsClient can't set: asked by ARSoft.Tools.Net.</summary>
internal static class UncheckedLookup
{
    /// <summary>Asks.</summary>
    /// <returns>The outcome alone: whether there is an answer is all that the diagnosis needs.</returns>
    public static async Task<DnsReply> AskAsync(Question question, TimeSpan timeout, CancellationToken cancellation)
    {
        var server = question.Server;
        var type = (RecordType)question.Type;
#pragma warning disable CA2000 // The client disposes of its transports: that is what its third argument says.
        using var client = new ARSoft.Tools.Net.Dns.DnsClient(
            [server.Address],
            [new UdpClientTransport(server.Port), new TcpClientTransport(server.Port)],
            true,
            (int)timeout.TotalMilliseconds)
#pragma warning restore CA2000
        {
            IsResponseValidationEnabled = true,
        };
        var options = new DnsQueryOptions
        {
            IsRecursionDesired = question.Recursive, IsCheckingDisabled = true, IsEDnsEnabled = true, IsDnsSecOk = question.Signatures,
        };

        try
        {
            // The library ends by a token at some of its waits only, and takes a failure of any kind for no answer.
            var reply = await client.ResolveAsync(Name.Parse(question.Name), type, RecordClass.INet, options, cancellation)
                .WaitAsync(timeout, cancellation).ConfigureAwait(false);
            return reply is null ? DnsReply.Silent(question, timeout) : DnsReply.OfCode(
                question, (int)reply.ReturnCode, reply.AnswerRecords.Exists(record => record.RecordType == type));
        }
        catch (TimeoutException)
        {
            return DnsReply.Silent(question, timeout);
        }
    }
}
