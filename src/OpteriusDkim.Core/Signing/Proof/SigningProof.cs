using System.Runtime.CompilerServices;
using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Signing.Daemons;

namespace OpteriusDkim.Signing.Proof;

/// <summary>
/// Proves by real signatures that mail of domains leaves signed: by the configuration as it stands, and by each running
/// daemon. The signatures are verified with the stored keys and with the published records.
/// </summary>
/// <param name="dns">Looks records up; null where DNS is not to be asked.</param>
internal sealed class SigningProof(ISignatureVerifier verifier, IRecordLookup? dns, TimeProvider clock) : ISigningProof
{
    /// <summary>Messages over one connection, or in one call of the daemon's program.</summary>
    private const int LargestBatch = 250;

    private static readonly TimeSpan PauseBetweenTries = TimeSpan.FromMilliseconds(250);

    private readonly SignatureJudge judge = new(verifier, dns);

    /// <summary>How long an answer of a daemon may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a running daemon is asked again that doesn't do what is to be proved: they take up new tables some time
    /// after the signal, Rspamd only with new workers.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The mail server of this host: a domain is proved to be signed when each way is by which it takes mail in.</summary>
    public MailSubmission Submission { get; init; } = MailSubmission.Unknown;

    public async Task<IReadOnlyList<DkimSigningTest>> ProveAsync(
        SignerDaemon daemon, IReadOnlyList<SigningProbe> probes, IProgressLog log, CancellationToken cancellation)
    {
        var endpoints = SigningEndpoints.Of(daemon, Timeout);
        log.Report($"Sending test messages to {string.Join(", ", endpoints.Select(endpoint => endpoint.Name))}.");
        var wanted = probes.ToDictionary(probe => probe.Domain);
        return await ListAsync(ProveAsync(
            endpoints,
            [.. probes.Select(probe => new ProofSubject(probe.Domain, probe.Key is null ? [] : [probe.Key])
            {
                Expected = probe.Key is null ? null : [probe.Key.Selector],
            })],
            (subject, tests) => wanted[subject.Domain].IsImpatient || (wanted[subject.Domain] with { MustMatchDns = false }).IsMetBy(tests),
            cancellation,
            subject => wanted[subject.Domain].Key is null
                ? null
                : new OriginJudge(daemon, Submission, triesAll: false))).ConfigureAwait(false);
    }

    /// <summary>Tells what signs for domains now, as the answers come.</summary>
    /// <returns>For each domain and place a test for each signature, or one that says why there is none.</returns>
    public IAsyncEnumerable<DkimSigningTest> TestAsync(
        SignerDaemon daemon, IReadOnlyList<ProofSubject> subjects, CancellationToken cancellation) =>
        ProveAsync(
            SigningEndpoints.Of(daemon, Timeout),
            subjects,
            (_, _) => true,
            cancellation,
            _ => new OriginJudge(daemon, Submission, triesAll: true));

    /// <summary>Asks places.</summary>
    /// <param name="isMet">Whether a place needn't be asked again.</param>
    /// <param name="origins">The ways of arriving that are tried of a domain; null for none.</param>
    internal async IAsyncEnumerable<DkimSigningTest> ProveAsync(
        IReadOnlyList<ISigningEndpoint> endpoints,
        IReadOnlyList<ProofSubject> subjects,
        Func<ProofSubject, IReadOnlyList<DkimSigningTest>, bool> isMet,
        [EnumeratorCancellation] CancellationToken cancellation,
        Func<ProofSubject, OriginJudge?>? origins = null)
    {
        foreach (var batch in subjects.Chunk(LargestBatch))
        {
            // What the configuration does is what the running daemons are measured by.
            var configured =
                await AskEachAsync(endpoints.Where(IsConfiguration), batch, null, isMet, _ => null, cancellation).ConfigureAwait(false);
            var running = await AskEachAsync(
                endpoints.Where(endpoint => !IsConfiguration(endpoint)), batch, configured.FirstOrDefault(), isMet, origins ?? (_ => null),
                cancellation).ConfigureAwait(false);
            for (var i = 0; i < batch.Length; i++)
            {
                foreach (var test in configured.Concat(running).SelectMany(place => place[i]))
                {
                    yield return test;
                }
            }
        }
    }

    private static async Task<List<DkimSigningTest>> ListAsync(IAsyncEnumerable<DkimSigningTest> tests)
    {
        var list = new List<DkimSigningTest>();
        await foreach (var test in tests.ConfigureAwait(false))
        {
            list.Add(test);
        }

        return list;
    }

    private static bool IsConfiguration(ISigningEndpoint endpoint) => endpoint.Name == ISigningEndpoint.Configuration;

    private Task<IReadOnlyList<DkimSigningTest>[][]> AskEachAsync(
        IEnumerable<ISigningEndpoint> endpoints,
        ProofSubject[] batch,
        IReadOnlyList<DkimSigningTest>[]? configured,
        Func<ProofSubject, IReadOnlyList<DkimSigningTest>, bool> isMet,
        Func<ProofSubject, OriginJudge?> origins,
        CancellationToken cancellation) =>
        Task.WhenAll(endpoints.Select(endpoint => AskAsync(endpoint, batch, configured, isMet, origins, cancellation)));

    private async Task<IReadOnlyList<DkimSigningTest>[]> AskAsync(
        ISigningEndpoint endpoint,
        ProofSubject[] batch,
        IReadOnlyList<DkimSigningTest>[]? configured,
        Func<ProofSubject, IReadOnlyList<DkimSigningTest>, bool> isMet,
        Func<ProofSubject, OriginJudge?> origins,
        CancellationToken cancellation)
    {
        var since = clock.GetTimestamp();
        var tests = new IReadOnlyList<DkimSigningTest>[batch.Length];
        var open = Enumerable.Range(0, batch.Length).ToArray();
        while (true)
        {
            var judged = await AskOnceAsync(
                endpoint,
                [.. open.Select(i => batch[i])],
                [.. open.Select(i => configured?[i])],
                origins,
                cancellation).ConfigureAwait(false);
            for (var i = 0; i < open.Length; i++)
            {
                tests[open[i]] = judged[i];
            }

            open = [.. open.Where(i => !isMet(batch[i], tests[i]))];
            if (open.Length == 0 || IsConfiguration(endpoint) || clock.GetElapsedTime(since) >= Patience)
            {
                return tests;
            }

            await Task.Delay(PauseBetweenTries, clock, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Shows a place the messages about each domain, those of one client one after the other, and judges what became of them.
    /// </summary>
    private async Task<IReadOnlyList<DkimSigningTest>[]> AskOnceAsync(
        ISigningEndpoint endpoint,
        ProofSubject[] subjects,
        IReadOnlyList<DkimSigningTest>?[] configured,
        Func<ProofSubject, OriginJudge?> origins,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var judges = subjects.Select(origins).ToArray();
        var messages = subjects
            .Zip(judges, (subject, origin) => (subject.SenderDomain ?? subject.Domain) is var sender && origin is not null
            ? origin.MessagesFor(sender, now).ToArray() : [new ProbeMessage(sender, now)]).ToArray();
        var order = messages.SelectMany((each, subject) => each.Select((message, index) => (subject, index, message)))
            .OrderBy(item => item.index).ToArray();
        var answers = await endpoint.TryAsync([.. order.Select(item => item.message)], cancellation).ConfigureAwait(false);
        var results = messages.Select(each => new ProbeResult?[each.Length]).ToArray();
        foreach (var (item, answer) in order.Zip(answers))
        {
            results[item.subject][item.index] = answer;
        }

        return await Task.WhenAll(subjects.Select(async (subject, i) =>
        {
            var chosen = judges[i]?.Judged(subject, results[i]) ?? 0;
            if (results[i][chosen] is not { } result)
            {
                return [];
            }

            var tests =
                await judge.JudgeAsync(endpoint, subject, messages[i][chosen], result, configured[i], cancellation).ConfigureAwait(false);
            return judges[i]?.Complete(endpoint, subject, results[i], tests) ?? tests;
        })).ConfigureAwait(false);
    }
}
