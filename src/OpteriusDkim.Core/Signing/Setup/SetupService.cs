using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Changes;

namespace OpteriusDkim.Signing.Setup;

/// <summary>Sets up a signer. Keys that sign now are proved with the new files before these are put in place.</summary>
/// <param name="setup">Plans the setup.</param>
/// <param name="dryRun">Proves the new files before they are in place.</param>
/// <param name="stateDirectory">The folder of locks and backups.</param>
internal sealed class SetupService(ISignerSetup setup, SetupDryRun dryRun, string stateDirectory, TimeProvider clock)
{
    private readonly Backups backups = new(stateDirectory, clock);

    /// <summary>Plans what <see cref="ApplyAsync"/> would do, without changes.</summary>
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
    /// <exception cref="DkimException">It is refused; nothing was changed.</exception>
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
            await dryRun.RequireAsync(plan, log, cancellation).ConfigureAwait(false);
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
