using OpteriusDkim.Findings;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Rotation;

/// <summary>Combines proofs of many domains: requests that arrive while one is made share the next, and its connections.</summary>
internal sealed class SharedProof(ISigningProof proof)
{
    private readonly object gate = new();
    private readonly List<Waiting> waiting = [];
    private bool working;

    /// <summary>Proves one domain and returns its tests.</summary>
    public Task<IReadOnlyList<DkimSigningTest>> ProveAsync(SignerDaemon daemon, SigningProbe probe, CancellationToken cancellation)
    {
        var completion = new TaskCompletionSource<IReadOnlyList<DkimSigningTest>>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Add(new Waiting(daemon, probe, completion));
            if (!working)
            {
                working = true;
                _ = Task.Run(() => WorkAsync(cancellation), CancellationToken.None);
            }
        }

        return completion.Task.WaitAsync(cancellation);
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
                // All requests are for the same signer, whose latest state counts.
                var tests = (await proof
                    .ProveAsync(batch[^1].Daemon, [.. batch.Select(item => item.Probe)], NullProgressLog.Instance, cancellation)
                    .ConfigureAwait(false))
                    .ToLookup(test => test.Domain);
                foreach (var (_, probe, completion) in batch)
                {
                    completion.TrySetResult([.. tests[probe.Domain.Value]]);
                }
            }
#pragma warning disable CA1031 // Passed on to all that wait.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                foreach (var (_, _, completion) in batch)
                {
                    completion.TrySetException(exception);
                }
            }
        }
    }

    private sealed record Waiting(SignerDaemon Daemon, SigningProbe Probe, TaskCompletionSource<IReadOnlyList<DkimSigningTest>> Completion);
}
