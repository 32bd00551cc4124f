using OpteriusDkim.Findings;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.Milter;

/// <summary>A milter socket of a running OpenDKIM or of Rspamd's proxy.</summary>
/// <param name="timeout">The time limit for each reply.</param>
internal sealed class MilterEndpoint(DaemonAddress address, TimeSpan timeout, SignerType signer = SignerType.OpenDkim) : ISigningEndpoint
{
    public SignerType Signer => signer;

    public string Name => address.Text;

    /// <summary>The time in which a daemon that closed the connection has to listen again.</summary>
    public TimeSpan RestartTime { get; init; } = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyList<ProbeResult?>> TryAsync(IReadOnlyList<ProbeMessage> messages, CancellationToken cancellation)
    {
        var results = new List<ProbeResult>();
        var repeated = -1;
        while (results.Count < messages.Count)
        {
            var failure = (await TryOverOneConnectionAsync(messages, results, cancellation).ConfigureAwait(false))?.Finding;
            var closed = failure?.Code == FindingTable.SignerEnded.Code;
            if (failure is null)
            {
                continue;
            }

            if (closed && repeated != results.Count)
            {
                // The daemon may be restarting: the unanswered message is sent once more.
                repeated = results.Count;
                if (await address.AwaitListenerAsync(RestartTime, cancellation).ConfigureAwait(false) is null)
                {
                    continue;
                }

                failure = address.Ended(
                    $"it closed the connection, and nothing listened there for the next {RestartTime.TotalSeconds:0} s");
                closed = false;
            }
            else if (closed)
            {
                failure = address.Ended("it closed the connection twice without an answer");
            }

            // A daemon that crashes on one message may answer the next; one that isn't running or hangs won't.
            var lost = closed || failure.Code == FindingTable.SocketGarbled.Code ? 1 : messages.Count - results.Count;
            for (; lost > 0; lost--)
            {
                results.Add(new ProbeResult(DkimSigningOutcome.Unreachable, messages[results.Count].Message) { Findings = [failure] });
            }
        }

        return results;
    }

    /// <summary>Adds results until all are complete, the next message needs another client, or the connection fails.</summary>
    private async Task<InaccessibleException?> TryOverOneConnectionAsync(
        IReadOnlyList<ProbeMessage> messages, List<ProbeResult> results, CancellationToken cancellation)
    {
        try
        {
            var client = messages[results.Count].Client;
            using var connection = await MilterConnection.OpenAsync(address, client, timeout, cancellation).ConfigureAwait(false);
            while (results.Count < messages.Count && messages[results.Count].Client.SharesConnection(client))
            {
                results.Add(await connection.TryAsync(messages[results.Count], cancellation).ConfigureAwait(false));
            }

            await connection.QuitAsync(cancellation).ConfigureAwait(false);
            return null;
        }
        catch (InvalidDataException exception)
        {
            return new InaccessibleException(
                FindingTable.SocketGarbled.With(("endpoint", address), ("problem", exception.Message)), address.Text, exception);
        }
        catch (Exception exception) when (address.Failure(exception, timeout, cancellation) is not null)
        {
            return results.Count == messages.Count ? null : address.Failure(exception, timeout, cancellation);
        }
    }
}
