using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Changes;

namespace OpteriusDkim.Signing.Setup;

/// <summary>Sets a signer up: what signs now is proved with the new files first, then they are put in their places.</summary>
/// <param name="setup">Works out what is missing.</param>
/// <param name="trial">Proves new files while they are nowhere yet.</param>
/// <param name="stateDirectory">Where locks and what was kept aside are.</param>
internal sealed class SetupService(ISignerSetup setup, SetupDryRun trial, string stateDirectory, TimeProvider clock)
{
    private readonly Backups backups = new(stateDirectory, clock);

    /// <summary>Works out what <see cref="ApplyAsync"/> would do, and changes nothing.</summary>
    /// <exception cref="DkimException">It would be refused.</exception>
    public SignerSetupPlan Preview()
    {
        var plan = setup.Plan();
        foreach (var file in plan.Files.Where(file => Directory.Exists(Path.GetDirectoryName(ResolvedPath.Of(file.Path)))))
        {
            TableFile.RequireReplaceable(file.Path);
        }

        return plan;
    }

    /// <summary>Makes the missing folders and files.</summary>
    /// <param name="cancellation">Ends it before the first file is written.</param>
    /// <exception cref="DkimException">It is refused; nothing has changed.</exception>
    public async Task<DkimSignerSetup> ApplyAsync(IProgressLog log, CancellationToken cancellation)
    {
        var paths = setup.Plan().Files.Select(file => file.Path);
        using var locks = await SigningLocks.AcquireAsync(stateDirectory, [], paths, log, cancellation).ConfigureAwait(false);
        var plan = Preview();
        foreach (var file in plan.Files)
        {
            TableFile.RemoveLeftovers(file.Path);
            SetupDryRun.RemoveLeftovers(file.Path);
        }

        if (plan.Probes.Count > 0)
        {
            await trial.RequireAsync(plan, log, cancellation).ConfigureAwait(false);
        }

        cancellation.ThrowIfCancellationRequested();
        foreach (var folder in plan.Folders)
        {
            AtomicFolder.Ensure(folder.Path, folder.Mode, folder.Owner).Dispose();
        }

        new SigningWriter(backups).Write(plan.Files, log);
        return new DkimSignerSetup
        {
            Signer = plan.Signer,
            Changes = [.. plan.Folders.Select(folder => folder.Path), .. plan.Files.Select(file => file.Path)],
            NeedsRestart = plan.NeedsRestart,
            Findings = plan.Findings,
        };
    }
}
