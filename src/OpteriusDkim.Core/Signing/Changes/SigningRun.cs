using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.Changes;

/// <summary>Carries out one edit: write, reload, prove, roll back. The caller holds the locks.</summary>
internal sealed class SigningRun(
    ISigningProof proof, ISignerReload reload, SigningWriter writer, IProgressLog log, SigningEdit edit, bool mustMatchDns)
{
    private readonly Dictionary<DomainName, IReadOnlyList<DkimSigningTest>> tests = [];

    /// <summary>Makes the edit and rolls back changes whose proof fails.</summary>
    /// <param name="written">Called after the files are written.</param>
    /// <param name="cancellation">Rolls back the changes that aren't proved yet.</param>
    /// <exception cref="DkimException">A file can't be written; nothing was changed.</exception>
    /// <exception cref="OperationCanceledException">Everything was rolled back.</exception>
    public async Task<IReadOnlyList<SigningResult>> MakeAsync(Action written, CancellationToken cancellation)
    {
        writer.Write(edit.Files, log);
        written();
        return edit.Files.Count == 0
            ? await ProveUnchangedAsync(cancellation).ConfigureAwait(false)
            : await ProveOrUndoAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The daemon may not have loaded what a killed run wrote. If the proof fails, reload and prove again.</summary>
    private async Task<IReadOnlyList<SigningResult>> ProveUnchangedAsync(CancellationToken cancellation)
    {
        var failed = await ProveAsync(edit.Changes, cancellation, skipsRetries: true).ConfigureAwait(false);
        DkimFinding? reloading = null;
        if (failed.Count > 0)
        {
            reloading = await ReloadAsync(cancellation).ConfigureAwait(false);
            failed = reloading is null
                ? await ProveAsync([.. edit.Changes.Where(change => failed.Contains(change.Domain))], cancellation).ConfigureAwait(false)
                : failed;
        }

        return [.. edit.Changes.Select(change => failed.Contains(change.Domain)
            ? Result(change, SigningStep.Failed, SigningFailure.Of(ProbeOf(change), TestsOf(change), reloading, Before(change)))
            : Result(change, SigningStep.Unchanged, null))];
    }

    private async Task<IReadOnlyList<SigningResult>> ProveOrUndoAsync(CancellationToken cancellation)
    {
        DkimFinding? reloading;
        IReadOnlySet<DomainName> failed;
        try
        {
            reloading = await ReloadAsync(cancellation).ConfigureAwait(false);
            failed = reloading is null ? await ProveAsync(edit.Changes, cancellation).ConfigureAwait(false) : All;
        }
        catch
        {
            // Cancelled or failed: unproved changes must not stay.
            await UndoAsync(All).ConfigureAwait(false);
            throw;
        }

        var undone = failed.Where(domain => !edit.Unchanged.Contains(domain)).ToHashSet();
        var how = undone.Count > 0 ? await UndoAsync(undone).ConfigureAwait(false) : "";
        return [.. edit.Changes.Select(change => change.Domain switch
        {
            var domain when undone.Contains(domain) =>
                Result(change, SigningStep.Undone, SigningFailure.Of(ProbeOf(change), TestsOf(change), reloading, how)),
            var domain when failed.Contains(domain) =>
                Result(change, SigningStep.Failed, SigningFailure.Of(ProbeOf(change), TestsOf(change), reloading, Before(change))),
            var domain => Result(change, edit.Unchanged.Contains(domain) ? SigningStep.Unchanged : SigningStep.Done, null),
        })];
    }

    private static string Before(SigningChange change) =>
        change.To is null ? "It had no entries. Nothing was changed." : "Its entries were not changed by this command.";

    private IReadOnlySet<DomainName> All => edit.Changes.Select(change => change.Domain).ToHashSet();

    private async Task<IReadOnlySet<DomainName>> ProveAsync(
        IReadOnlyList<SigningChange> changes, CancellationToken cancellation, bool skipsRetries = false)
    {
        var probes = changes.Select(change => ProbeOf(change) with { SkipsRetries = skipsRetries }).ToArray();
        log.Report($"Testing {probes.Length} domain(s) with test messages.");
        var found = (await proof.ProveAsync(edit.Before.Daemon, probes, log, cancellation).ConfigureAwait(false))
            .ToLookup(test => test.Domain);
        var failed = new HashSet<DomainName>();
        foreach (var probe in probes)
        {
            tests[probe.Domain] = [.. found[probe.Domain.Value]];
            if (!probe.IsMetBy(tests[probe.Domain]))
            {
                failed.Add(probe.Domain);
            }
        }

        return failed;
    }

    private async Task<DkimFinding?> ReloadAsync(CancellationToken cancellation)
    {
        try
        {
            await reload.ReloadAsync(edit.Before.Daemon, log, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (DkimException exception)
        {
            return exception.Finding;
        }
    }

    /// <summary>Rolls back domains' entries and reloads, also after a cancellation.</summary>
    /// <returns>One sentence on the result.</returns>
    private async Task<string> UndoAsync(IReadOnlySet<DomainName> domains)
    {
        try
        {
            writer.Write(edit.Undo(domains), log);
        }
        catch (DkimException exception)
        {
            return $"The changes could not be rolled back: {exception.Message}";
        }

        return await ReloadAsync(CancellationToken.None).ConfigureAwait(false) is { } failure
            ? $"The changes were rolled back, but the reload failed: {failure.Message}"
            : "The changes were rolled back.";
    }

    private SigningProbe ProbeOf(SigningChange change) => new(change.Domain, change.To) { MustMatchDns = mustMatchDns };

    private IReadOnlyList<DkimSigningTest> TestsOf(SigningChange change) => tests.GetValueOrDefault(change.Domain) ?? [];

    private SigningResult Result(SigningChange change, SigningStep step, DkimFinding? finding) =>
        new(change, step, finding, TestsOf(change));
}
