using OpteriusDkim.Findings;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Rotation;

/// <summary>
/// Proofs that many domains ask for at the same time: those that come while one is made share the next, and its connections.
/// </summary>
/// <param name="proof">Proves by signing.</param>
internal sealed class SharedProof(ISigningProof proof)
{
    private readonly object gate = new();
    private readonly List<Waiting> waiting = [];
    private bool working;

    /// <summary>Proves one domain.</summary>
    /// <param name="daemon">The signer.</param>
    /// <param name="probe">What is to be proved.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Its tests.</returns>
    public Task<IReadOnlyList<DkimSigningTest>> ProveAsync(SignerDaemon daemon, SigningProbe probe, CancellationToken cancellation)
    {
        var asker = new TaskCompletionSource<IReadOnlyList<DkimSigningTest>>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Add(new Waiting(daemon, probe, asker));
            if (!working)
            {
                working = true;
                _ = Task.Run(() => WorkAsync(cancellation), CancellationToken.None);
            }
        }

        return asker.Task.WaitAsync(cancellation);
    }

    private async Task WorkAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Waiting[] batch;
            lock (gate)
            {
                batch = [.. waiting];
                waiting.Clear();
                if (batch.Length == 0)
                {
                    working = false;
                    return;
                }
            }

            try
            {
                // It is the same signer for all; what was read of it last counts.
                var tests = (await proof
                    .ProveAsync(
                        batch[^1].Daemon,
                        [.. batch.Select(item => item.Probe)],
                        NullProgressLog.Instance,
                        cancellation).ConfigureAwait(false))
                    .ToLookup(test => test.Domain);
                foreach (var (_, probe, asker) in batch)
                {
                    asker.TrySetResult([.. tests[probe.Domain.Value]]);
                }
            }
#pragma warning disable CA1031 // Whatever it is, each of those that wait gets it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                foreach (var (_, _, asker) in batch)
                {
                    asker.TrySetException(exception);
                }
            }
        }
    }

    private sealed record Waiting(SignerDaemon Daemon, SigningProbe Probe, TaskCompletionSource<IReadOnlyList<DkimSigningTest>> Asker);
}
