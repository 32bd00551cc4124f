using System.Runtime.CompilerServices;
using OpteriusDkim.Dns;
using OpteriusDkim.Findings;
using OpteriusDkim.Signing.Daemons;

namespace OpteriusDkim.Signing.Proof;

/// <summary>
/// Proves with real signatures that mail of domains is signed: by the configuration as written, and by each running
/// daemon. Signatures are verified with the stored keys and with the published records.
/// </summary>
/// <param name="dns">Looks up published records; null to skip DNS.</param>
internal sealed class SigningProof(ISignatureVerifier verifier, IRecordLookup? dns, TimeProvider clock) : ISigningProof
{
    /// <summary>The maximum number of messages per connection or run of the daemon's program.</summary>
    private const int LargestBatch = 250;

    private static readonly TimeSpan PauseBetweenTries = TimeSpan.FromMilliseconds(250);

    private readonly SignatureAssessment assessment = new(verifier, dns);

    /// <summary>The time limit for a reply of a daemon.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long to retry with a running daemon that doesn't meet an expectation: daemons load new tables some time after
    /// the signal, Rspamd only in new workers.
    /// </summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The mail server of this host. The proof requires a signature for each origin from which it accepts mail.</summary>
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
            (subject, tests) => wanted[subject.Domain].SkipsRetries
                || (wanted[subject.Domain] with { MustMatchDns = false }).IsMetBy(tests),
            cancellation,
            subject => wanted[subject.Domain].Key is null
                ? null
                : new MailOriginTest(daemon, Submission, triesAll: false))).ConfigureAwait(false);
    }

    /// <summary>Tests what signs for domains now. Results are returned as they arrive.</summary>
    /// <returns>For each domain and endpoint a test per signature, or one with the reason why there is none.</returns>
    public IAsyncEnumerable<DkimSigningTest> TestAsync(
        SignerDaemon daemon, IReadOnlyList<ProofSubject> subjects, CancellationToken cancellation) =>
        ProveAsync(
            SigningEndpoints.Of(daemon, Timeout),
            subjects,
            (_, _) => true,
            cancellation,
            _ => new MailOriginTest(daemon, Submission, triesAll: true));

    /// <summary>Tests subjects at endpoints.</summary>
    /// <param name="isMet">Whether no retry is needed.</param>
    /// <param name="origins">Creates the test of the mail origins to test; null for none.</param>
    internal async IAsyncEnumerable<DkimSigningTest> ProveAsync(
        IReadOnlyList<ISigningEndpoint> endpoints,
        IReadOnlyList<ProofSubject> subjects,
        Func<ProofSubject, IReadOnlyList<DkimSigningTest>, bool> isMet,
        [EnumeratorCancellation] CancellationToken cancellation,
        Func<ProofSubject, MailOriginTest?>? origins = null)
    {
        foreach (var batch in subjects.Chunk(LargestBatch))
        {
            // The running daemons are compared with the results of the configuration.
            var configured =
                await TestEachAsync(endpoints.Where(IsConfiguration), batch, null, isMet, _ => null, cancellation).ConfigureAwait(false);
            var running = await TestEachAsync(
                endpoints.Where(endpoint => !IsConfiguration(endpoint)), batch, configured.FirstOrDefault(), isMet, origins ?? (_ => null),
                cancellation).ConfigureAwait(false);
            for (var i = 0; i < batch.Length; i++)
            {
                foreach (var test in configured.Concat(running).SelectMany(endpoint => endpoint[i]))
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

    private Task<IReadOnlyList<DkimSigningTest>[][]> TestEachAsync(
        IEnumerable<ISigningEndpoint> endpoints,
        ProofSubject[] batch,
        IReadOnlyList<DkimSigningTest>[]? configured,
        Func<ProofSubject, IReadOnlyList<DkimSigningTest>, bool> isMet,
        Func<ProofSubject, MailOriginTest?> origins,
        CancellationToken cancellation) =>
        Task.WhenAll(endpoints.Select(endpoint => TestWithRetriesAsync(endpoint, batch, configured, isMet, origins, cancellation)));

    private async Task<IReadOnlyList<DkimSigningTest>[]> TestWithRetriesAsync(
        ISigningEndpoint endpoint,
        ProofSubject[] batch,
        IReadOnlyList<DkimSigningTest>[]? configured,
        Func<ProofSubject, IReadOnlyList<DkimSigningTest>, bool> isMet,
        Func<ProofSubject, MailOriginTest?> origins,
        CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        var tests = new IReadOnlyList<DkimSigningTest>[batch.Length];
        var open = Enumerable.Range(0, batch.Length).ToArray();
        while (true)
        {
            var results = await TestOnceAsync(
                endpoint,
                [.. open.Select(i => batch[i])],
                [.. open.Select(i => configured?[i])],
                origins,
                cancellation).ConfigureAwait(false);
            for (var i = 0; i < open.Length; i++)
            {
                tests[open[i]] = results[i];
            }

            open = [.. open.Where(i => !isMet(batch[i], tests[i]))];
            if (open.Length == 0 || IsConfiguration(endpoint) || clock.GetElapsedTime(start) >= RetryPeriod)
            {
                return tests;
            }

            await Task.Delay(PauseBetweenTries, clock, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Sends the messages for each domain to an endpoint, grouped by client, and evaluates the results.
    /// </summary>
    private async Task<IReadOnlyList<DkimSigningTest>[]> TestOnceAsync(
        ISigningEndpoint endpoint,
        ProofSubject[] subjects,
        IReadOnlyList<DkimSigningTest>?[] configured,
        Func<ProofSubject, MailOriginTest?> origins,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var originTests = subjects.Select(origins).ToArray();
        var messages = subjects
            .Zip(originTests, (subject, origin) => (subject.SenderDomain ?? subject.Domain) is var sender && origin is not null
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
            var chosen = originTests[i]?.ChosenResult(subject, results[i]) ?? 0;
            if (results[i][chosen] is not { } result)
            {
                return [];
            }

            var tests =
                await assessment.AssessAsync(
                    endpoint, subject, messages[i][chosen], result, configured[i], cancellation).ConfigureAwait(false);
            return originTests[i]?.Complete(endpoint, subject, results[i], tests) ?? tests;
        })).ConfigureAwait(false);
    }
}
