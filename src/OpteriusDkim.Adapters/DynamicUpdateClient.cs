using System.Security.Cryptography;
using ARSoft.Tools.Net.Dns;
using ARSoft.Tools.Net.Dns.DynamicUpdate;
using Name = ARSoft.Tools.Net.DomainName;
using UpdateClient = ARSoft.Tools.Net.Dns.DnsClient;
using DnsServer = OpteriusDkim.Dns.DnsServer;

namespace OpteriusDkim;

/// <summary>Sends dynamic updates with ARSoft.Tools.Net, signed with a TSIG key.</summary>
/// <param name="keyPath">The TSIG key, a BIND key file, or null. It is read for each update and wiped afterwards.</param>
internal sealed class DynamicUpdateClient(DnsServer server, string? keyPath, TimeSpan timeout, TimeProvider clock) : IDynamicUpdate
{
    /// <summary>The permitted clock difference (RFC 8945 10).</summary>
    private static readonly TimeSpan Fudge = TimeSpan.FromMinutes(5);

    public DnsServer Server => server;

    public async Task<UpdateReply> SendAsync(
        string zone, string name, PublicationChange change, int ttl, CancellationToken cancellation)
    {
        using var key = keyPath is null ? null : TsigKey.Read(keyPath);
        var secret = key?.CopySecret();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            var message = MessageFor(Name.Parse(zone), Name.Parse(name), change, ttl);
            message.TSigOptions = key is null ? null : Signature(key, secret!);
            using var client = Client();

            // The library observes the token only in some waits, and returns null on any failure.
            var reply = await client.SendUpdateAsync(message, limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            return ReplyOf(reply, isSigned: key is not null);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return UpdateReply.NoAnswer;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static DnsUpdateMessage MessageFor(Name zone, Name name, PublicationChange change, int ttl)
    {
        var message = new DnsUpdateMessage { ZoneName = zone };
        message.Prequisites.Add(new RecordNotExistsPrequisite(name, RecordType.CName));
        if (change.Before is { Count: 0 })
        {
            message.Prequisites.Add(new RecordNotExistsPrequisite(name, RecordType.Txt));
        }

        foreach (var before in change.Before ?? [])
        {
            message.Prequisites.Add(new RecordExistsValueDependantPrequisite(new TxtRecord(name, 0, before)));
        }

        foreach (var remove in change.Remove)
        {
            message.Updates.Add(new DeleteRecordUpdate(new TxtRecord(name, 0, remove)));
        }

        if (change.Add is { } add)
        {
            message.Updates.Add(new AddRecordUpdate(new TxtRecord(name, ttl, add)));
        }

        return message;
    }

    private TSigRecord Signature(TsigKey key, byte[] secret) => new(
        Name.Parse(key.Name), AlgorithmOf(key), clock.GetUtcNow().UtcDateTime, Fudge, 0, ReturnCode.NoError, [], secret);

    private static TSigAlgorithm AlgorithmOf(TsigKey key) => key.Algorithm switch
    {
        "hmac-md5" => TSigAlgorithm.Md5,
        "hmac-sha1" => TSigAlgorithm.Sha1,
        "hmac-sha224" => TSigAlgorithm.Sha224,
        "hmac-sha512" => TSigAlgorithm.Sha512,
        _ => TSigAlgorithm.Sha256,
    };

    private static UpdateReply ReplyOf(DnsUpdateMessage? reply, bool isSigned) => reply switch
    {
        null => UpdateReply.NoAnswer,
        { TSigOptions.Error: ReturnCode.BadTime } => UpdateReply.ClockDiffers,
        { ReturnCode: ReturnCode.NoError } when isSigned && reply.TSigOptions?.ValidationResult != ReturnCode.NoError =>
            UpdateReply.Unproven,
        _ => reply.ReturnCode switch
        {
            ReturnCode.NoError => UpdateReply.Done,
            ReturnCode.NxDomain or ReturnCode.NXRRSet or ReturnCode.YXDomain or ReturnCode.YXRRSet => UpdateReply.Changed,
            ReturnCode.Refused => UpdateReply.Refused,
            ReturnCode.NotAuthoritive or ReturnCode.NotZone => UpdateReply.NotAuthenticated,
            _ => UpdateReply.ServerFailure,
        },
    };

    /// <summary>TCP only: an update with a long key doesn't fit a datagram, and a repeated one fails its prerequisites.</summary>
#pragma warning disable CA2000 // The third argument makes the client dispose of its transport.
    private UpdateClient Client() =>
        new([server.Address], [new TcpClientTransport(server.Port)], true, (int)timeout.TotalMilliseconds);
#pragma warning restore CA2000
}
