using System.Collections.Concurrent;
using System.Net;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;

namespace OpteriusDkim;

/// <summary>
/// Mail of some domains, sent to a running signer one message at a time, each over a new connection as a mail
/// server does. MimeKit verifies each at once, with the key that the zone's server has at that moment.
/// </summary>
internal sealed class ProbeStream : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly MilterEndpoint signer;
    private readonly DnsServer names;
    private readonly SemaphoreSlim sendingOne = new(1);
    private volatile DomainName[] domains;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<string, int> signedWith = new();
    private readonly ConcurrentQueue<string> failures = new();
    private readonly Task sending;
    private int sent;

    /// <param name="socket">The daemon's milter socket in its configuration syntax.</param>
    /// <param name="names">The zone's server.</param>
    /// <param name="domains">The sender domains, in turn.</param>
    /// <param name="type">What the daemon is.</param>
    public ProbeStream(string socket, IPAddress names, IEnumerable<string> domains, SignerType type = SignerType.OpenDkim)
    {
        signer = new MilterEndpoint(DaemonAddress.ParseMilter(socket), Timeout, type);
        this.names = new DnsServer(names, 53);
        this.domains = [.. domains.Select(DomainName.Parse)];
        sending = Task.Run(SendAsync);
    }

    /// <summary>Messages sent.</summary>
    public int Sent => sent;

    /// <summary>The number of messages signed by each selector.</summary>
    public IReadOnlyDictionary<string, int> SignedWith => signedWith;

    /// <summary>The failures of messages.</summary>
    public IReadOnlyCollection<string> Failures => failures;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await sending;
        stop.Dispose();
        sendingOne.Dispose();
    }

    /// <summary>Changes the sender domains. When it returns, no message of another domain is on its way.</summary>
    public async Task SendForAsync(IEnumerable<string> names)
    {
        await sendingOne.WaitAsync();
        domains = [.. names.Select(DomainName.Parse)];
        sendingOne.Release();
    }

    /// <summary>The TXT records of a name on the zone's server, through CNAMEs; empty for none.</summary>
    public async Task<string> PublishedAtAsync(string name) => string.Join(" | ", TextsIn(await ReplyAsync(name)));

    private async Task<DnsReply> ReplyAsync(string name) => await new AliasFollowingClient(new DnsClientLookup())
        .AskAsync(new DnsQuestion(name, DnsRecordType.Txt, names), Timeout, CancellationToken.None);

    private static string[] TextsIn(DnsReply reply) =>
        [.. reply.AnswersOf(DnsRecordType.Txt).Select(record => string.Concat(record.Strings))];

    private async Task SendAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            await sendingOne.WaitAsync();
            try
            {
                await SendOneAsync();
            }
            finally
            {
                sendingOne.Release();
            }
        }
    }

    private async Task SendOneAsync()
    {
        if (domains is not { Length: > 0 } senders)
        {
            await Task.Delay(10);
        }
        else
        {
            var domain = senders[sent++ % senders.Length];
            if (await ProblemOfAsync(domain) is { } problem)
            {
                failures.Enqueue($"{DateTime.UtcNow:HH:mm:ss.fff} {domain}: {problem}");
            }
        }
    }

    private async Task<string?> ProblemOfAsync(DomainName domain)
    {
        var probe = new ProbeMessage(domain, DateTimeOffset.UtcNow);
        var result = (await signer.TryAsync([probe], CancellationToken.None))[0]!;
        if (result.Outcome != DkimSigningOutcome.Signed)
        {
            return $"{result.Outcome} {string.Join(' ', result.Findings)}";
        }

        using var stream = new MemoryStream(result.Message.ToBytes());
        var mail = await MimeMessage.LoadAsync(stream);
        var header = mail.Headers[mail.Headers.IndexOf(HeaderId.DkimSignature)];
        var keys = new LiveKeys(this);
        var verifies = await new DkimVerifier(keys).VerifyAsync(mail, header);
        signedWith.AddOrUpdate(keys.QueriedName, 1, (_, count) => count + 1);
        return verifies ? null : $"signed with {keys.QueriedName}, which doesn't verify: the server gives {keys.Given}";
    }

    /// <summary>The keys currently on the zone's server.</summary>
    private sealed class LiveKeys(ProbeStream mail) : DkimPublicKeyLocatorBase
    {
        public string QueriedName { get; private set; } = "";

        public string Given { get; private set; } = "";

        public override AsymmetricKeyParameter LocatePublicKey(
            string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            LocatePublicKeyAsync(methods, domain, selector, cancellationToken).GetAwaiter().GetResult();

        public override async Task<AsymmetricKeyParameter> LocatePublicKeyAsync(
            string methods, string domain, string selector, CancellationToken cancellationToken = default)
        {
            QueriedName = $"{selector}._domainkey.{domain}";
            var reply = await mail.ReplyAsync(QueriedName);
            var texts = TextsIn(reply);
            Given = $"{reply.Outcome} {string.Join(" | ", texts)}";
            return texts is [var text] ? GetPublicKey(text) : null!;
        }
    }
}
