using System.Runtime.CompilerServices;

namespace OpteriusDkim;

/// <summary>
/// Proves by real signatures that mail of domains leaves signed: by the configuration as it stands, and by each running
/// daemon. The signatures are verified with the stored keys and with the published records.
/// </summary>
/// <param name="verifier">Verifies signatures.</param>
/// <param name="dns">Looks records up; null where DNS is not to be asked.</param>
/// <param name="clock">Tells the time.</param>
public sealed class SigningProof(ISignatureVerifier verifier, RecordLookup? dns, TimeProvider clock) : ISigningProof
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

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DkimSigningTest>> ProveAsync(
        SignerDaemon daemon, IReadOnlyList<SigningProbe> probes, IStory story, CancellationToken cancellation)
    {
        var endpoints = SigningEndpoints.Of(daemon, Timeout);
        story.Tell($"Proving by signatures at {string.Join(", ", endpoints.Select(endpoint => endpoint.Name))}.");
        var wanted = probes.ToDictionary(probe => probe.Domain);
        return await ListAsync(ProveAsync(
            endpoints,
            [.. probes.Select(probe => new ProofSubject(probe.Domain, probe.Key is null ? [] : [probe.Key])
            {
                Expected = probe.Key is null ? null : [probe.Key.Selector],
            })],
            (subject, tests) => wanted[subject.Domain].IsImpatient || (wanted[subject.Domain] with { MustMatchDns = false }).IsMetBy(tests),
            cancellation)).ConfigureAwait(false);
    }

    /// <summary>Tells what signs for domains now, as the answers come.</summary>
    /// <param name="daemon">The signer.</param>
    /// <param name="subjects">The domains.</param>
    /// <param name="cancellation">Ends the work at once.</param>
    /// <returns>For each domain and place a test for each signature, or one that says why there is none.</returns>
    public IAsyncEnumerable<DkimSigningTest> TestAsync(
        SignerDaemon daemon, IReadOnlyList<ProofSubject> subjects, CancellationToken cancellation) =>
        ProveAsync(SigningEndpoints.Of(daemon, Timeout), subjects, (_, _) => true, cancellation);

    /// <summary>Asks places.</summary>
    /// <param name="endpoints">The places.</param>
    /// <param name="subjects">The domains.</param>
    /// <param name="isMet">Whether a place needn't be asked again.</param>
    /// <param name="cancellation">Ends the work at once.</param>
    internal async IAsyncEnumerable<DkimSigningTest> ProveAsync(
        IReadOnlyList<ISigningEndpoint> endpoints,
        IReadOnlyList<ProofSubject> subjects,
        Func<ProofSubject, IReadOnlyList<DkimSigningTest>, bool> isMet,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var batch in subjects.Chunk(LargestBatch))
        {
            // What the configuration does is what the running daemons are measured by.
            var configured = await AskEachAsync(endpoints.Where(IsConfiguration), batch, null, isMet, cancellation).ConfigureAwait(false);
            var running = await AskEachAsync(
                endpoints.Where(endpoint => !IsConfiguration(endpoint)), batch, configured.FirstOrDefault(), isMet, cancellation).ConfigureAwait(false);
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
        CancellationToken cancellation) =>
        Task.WhenAll(endpoints.Select(endpoint => AskAsync(endpoint, batch, configured, isMet, cancellation)));

    private async Task<IReadOnlyList<DkimSigningTest>[]> AskAsync(
        ISigningEndpoint endpoint,
        ProofSubject[] batch,
        IReadOnlyList<DkimSigningTest>[]? configured,
        Func<ProofSubject, IReadOnlyList<DkimSigningTest>, bool> isMet,
        CancellationToken cancellation)
    {
        var since = clock.GetTimestamp();
        var tests = new IReadOnlyList<DkimSigningTest>[batch.Length];
        var open = Enumerable.Range(0, batch.Length).ToArray();
        while (true)
        {
            var messages = open.Select(i => new ProbeMessage(batch[i].SenderDomain ?? batch[i].Domain, clock.GetUtcNow())).ToArray();
            var results = await endpoint.TryAsync(messages, cancellation).ConfigureAwait(false);
            var judged = await Task.WhenAll(open.Select((subject, i) =>
                results[i] is { } result
                    ? judge.JudgeAsync(endpoint, batch[subject], messages[i], result, configured?[subject], cancellation)
                    : Task.FromResult<IReadOnlyList<DkimSigningTest>>([]))).ConfigureAwait(false);
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
}
