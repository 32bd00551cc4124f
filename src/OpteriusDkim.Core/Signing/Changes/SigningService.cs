using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Permissions;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.Changes;

/// <summary>
/// Changes which keys sign for domains, for all signers and callers in the same way: read, plan, write, reload, prove, and
/// roll back what isn't proved. Once the first file is written, the work is completed or rolled back.
/// </summary>
/// <param name="stateDirectory">The folder of locks and backups.</param>
internal sealed class SigningService(
    ISigner signer, ISigningProof proof, ISignerReload reload, IKeyStore keys, KeySafety safety, string stateDirectory, TimeProvider clock)
{
    private readonly SigningWriter writer = new(new Backups(stateDirectory, clock));

    /// <summary>Plans what <see cref="ApplyAsync"/> would write, without locks.</summary>
    /// <exception cref="DkimException">The tables can't be read, or the daemon couldn't load them.</exception>
    public Task<SigningEdit> PreviewAsync(SigningRequest request, CancellationToken cancellation) =>
        PlanAsync(Distinct(request.Changes), cancellation);

    /// <summary>Makes the changes.</summary>
    /// <param name="cancellation">Ends the work before the edit; after it, unproved changes are rolled back.</param>
    /// <returns>The results in the order of the changes.</returns>
    /// <exception cref="DkimException">The tables can't be read or written; nothing was changed.</exception>
    public async Task<IReadOnlyList<SigningResult>> ApplyAsync(SigningRequest request, IProgressLog log, CancellationToken cancellation)
    {
        var changes = Distinct(request.Changes);
        var folders = changes.Select(change => Path.Combine(keys.Location, change.Domain.Value));
        using var locks =
            await SigningLocks.AcquireAsync(stateDirectory, folders, signer.TablePaths, log, cancellation).ConfigureAwait(false);
        writer.RemoveLeftovers(signer.TablePaths);
        var edit = await PlanAsync(changes, cancellation).ConfigureAwait(false);
        var results = changes.Where(change => edit.Refused.ContainsKey(change.Domain))
            .ToDictionary(
                change => change.Domain, change => new SigningResult(change, SigningStep.Refused, edit.Refused[change.Domain], []));
        if (edit.Changes.Count > 0)
        {
            var run = new SigningRun(proof, reload, writer, log, edit, request.MustMatchDns);
            foreach (var result in await run.MakeAsync(locks.ReleaseDomains, cancellation).ConfigureAwait(false))
            {
                results.Add(result.Change.Domain, result);
            }
        }

        return [.. changes.Select(change => results[change.Domain])];
    }

    private static SigningChange[] Distinct(IEnumerable<SigningChange> changes) => [.. changes.DistinctBy(change => change.Domain)];

    private async Task<SigningEdit> PlanAsync(SigningChange[] changes, CancellationToken cancellation)
    {
        var state = signer.Read();
        if (state.NotEditable is { } reason)
        {
            throw new NotFoundException(reason, state.Daemon.ConfigurationPath);
        }

        if (state.OfProcess.FirstOrDefault(finding => finding.Severity == FindingSeverity.Error) is { } otherwise)
        {
            throw new InUseException(otherwise, state.Daemon.ConfigurationPath);
        }

        var unable = new Dictionary<DomainName, DkimFinding>(await state.FindUnableAsync(changes, cancellation).ConfigureAwait(false));
        foreach (var (domain, finding) in new SigningKeyCheck(safety, state.Daemon).Refuse(changes))
        {
            unable.TryAdd(domain, finding);
        }

        var edit = state.Plan([.. changes.Where(change => !unable.ContainsKey(change.Domain))]);
        if (edit.Changes.Count > 0 && await edit.CheckAsync(cancellation).ConfigureAwait(false) is { } problem)
        {
            throw new BrokenDataException(problem, state.Daemon.ConfigurationPath);
        }

        cancellation.ThrowIfCancellationRequested();
        return edit with { Refused = edit.Refused.Concat(unable).ToDictionary() };
    }
}
