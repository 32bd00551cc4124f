using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;

namespace OpteriusDkim;

/// <summary>TXT lookups by DnsClient: no cache, EDNS, TCP where an answer was truncated, one try more within the time.</summary>
public sealed class DnsClientResolver : ITxtResolver
{
    /// <summary>What most networks carry unfragmented (dnsflagday.net/2020).</summary>
    private const int EdnsBufferSize = 1232;

    /// <summary>How long a chain of CNAMEs is followed (as BIND does).</summary>
    private const int LongestChain = 16;

    private readonly ConcurrentDictionary<(DnsServer Server, TimeSpan Timeout), LookupClient> clients = new();

    /// <inheritdoc/>
    public async Task<TxtAnswer> QueryAsync(
        string name, DnsServer server, TimeSpan timeout, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            return await FollowAsync(name, server, timeout, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested && IsTimeout(exception, limit.Token))
        {
            return new TxtAnswer(server, DnsOutcome.Timeout) { Detail = $"nothing within {timeout.TotalSeconds:0.###} s" };
        }
        catch (Exception exception) when ((exception as SocketException ?? exception.InnerException) is SocketException failure)
        {
            return new TxtAnswer(server, DnsOutcome.Timeout) { Detail = PrintableText.Clean(failure.Message) };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A hostile answer makes the parser throw whatever it throws: that is an outcome, and no reason to end a run.
            return new TxtAnswer(server, DnsOutcome.Malformed) { Detail = PrintableText.Clean((exception.InnerException ?? exception).Message) };
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<DnsServer> SystemServers() =>
    [
        .. NameServer.ResolveNameServers(skipIPv6SiteLocal: true, fallbackToGooglePublicDns: false)
            .Select(server => new DnsServer(IPAddress.Parse(server.Address), server.Port)),
    ];

    private async Task<TxtAnswer> FollowAsync(string name, DnsServer server, TimeSpan timeout, CancellationToken cancellation)
    {
        var client = clients.GetOrAdd((server, timeout), MakeClient);
        var chain = new List<string>();
        var asked = DnsString.FromResponseQueryString(name.EndsWith('.') ? name : name + ".");
        while (true)
        {
            var response = await client.QueryAsync(asked.Value, QueryType.TXT, QueryClass.IN, cancellation).ConfigureAwait(false);
            if (OutcomeOf(response) is { } failure)
            {
                return new TxtAnswer(server, failure) { Chain = chain, Detail = response.Header.ResponseCode.ToString() };
            }

            var end = FollowAliases(asked, response.Answers, chain);
            var records = response.Answers.OfType<TxtRecord>().Where(record => Same(record.DomainName, end)).ToArray();
            if (records.Length > 0 || Same(end, asked) || response.Header.ResponseCode == DnsHeaderResponseCode.NotExistentDomain)
            {
                return Answer(server, response, records, chain);
            }

            if (chain.Count >= LongestChain)
            {
                return new TxtAnswer(server, DnsOutcome.Malformed) { Chain = chain, Detail = $"a chain of more than {LongestChain} aliases" };
            }

            // An authoritative server gives the alias and leaves its target, in another zone, to the asker.
            asked = end;
        }
    }

    private static TxtAnswer Answer(DnsServer server, IDnsQueryResponse response, TxtRecord[] records, List<string> chain)
    {
        var outcome = records.Length > 0 ? DnsOutcome.Found
            : response.Header.ResponseCode == DnsHeaderResponseCode.NotExistentDomain ? DnsOutcome.NoSuchName
            : DnsOutcome.NoData;
        var soa = outcome == DnsOutcome.Found ? null : response.Authorities.OfType<SoaRecord>().FirstOrDefault();
        return new TxtAnswer(server, outcome)
        {
            Records = [.. records.Select(record => (IReadOnlyList<string>)[.. record.Text])],
            Chain = chain,
            Ttl = records.Length > 0 ? records.Min(record => record.InitialTimeToLive) : null,
            NegativeTtl = soa is null ? null : (int)Math.Min((uint)soa.InitialTimeToLive, soa.Minimum),
            Authenticated = response.Header.IsAuthenticData,
        };
    }

    /// <summary>Walks from alias to alias within one answer; a loop ends the walk where it began to repeat.</summary>
    private static DnsString FollowAliases(DnsString from, IReadOnlyList<DnsResourceRecord> answers, List<string> chain)
    {
        var at = from;
        while (chain.Count < LongestChain
            && answers.OfType<CNameRecord>().FirstOrDefault(record => Same(record.DomainName, at)) is { } alias)
        {
            at = alias.CanonicalName;
            chain.Add(at.Value.TrimEnd('.'));
        }

        return at;
    }

    /// <summary>Names are the same whatever the letters' case (RFC 4343).</summary>
    private static bool Same(DnsString one, DnsString other) => one.Value.Equals(other.Value, StringComparison.OrdinalIgnoreCase);

    private static DnsOutcome? OutcomeOf(IDnsQueryResponse response) => response.Header.ResponseCode switch
    {
        DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain => null,
        DnsHeaderResponseCode.Refused => DnsOutcome.Refused,
        _ => DnsOutcome.ServerFailure,
    };

    private static LookupClient MakeClient((DnsServer Server, TimeSpan Timeout) key) =>
        new(new LookupClientOptions(new NameServer(key.Server.Address, key.Server.Port))
        {
            UseCache = false,
            Recursion = true,
            Retries = 1,
            Timeout = key.Timeout / 2,
            ThrowDnsErrors = false,
            ContinueOnDnsError = false,
            UseTcpFallback = true,
            ExtendedDnsBufferSize = EdnsBufferSize,
            EnableAuditTrail = false,
        });

    private static bool IsTimeout(Exception exception, CancellationToken limit) =>
        limit.IsCancellationRequested || exception is DnsResponseException { Code: DnsResponseCode.ConnectionTimeout };
}
