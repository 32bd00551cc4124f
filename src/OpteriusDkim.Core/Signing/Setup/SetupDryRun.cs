using OpteriusDkim.Findings;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Changes;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.Setup;

/// <summary>
/// Tries the files of a setup in a folder of their own, beside the daemon's configuration: that configuration with the paths
/// of the trial in place of the real ones, and the daemon's own trial run over it.
/// </summary>
/// <param name="read">Reads a signer's configuration, by its path, as one that no daemon runs with.</param>
internal sealed class SetupDryRun(ISigningProof proof, Func<string, SignerDaemon> read)
{
    private const UnixFileMode Open = (UnixFileMode)0x1ED; // 0755

    /// <summary>Clears the folder of a trial that was killed.</summary>
    /// <param name="configurationPath">The configuration beside which it was.</param>
    internal static void RemoveLeftovers(string configurationPath)
    {
        using var parent = FolderPath.TryOpenFolderOf(configurationPath, out var name);
        foreach (var leftover in parent?.Names().Where(leftover => AtomicFile.IsTemporaryOf(name, leftover)) ?? [])
        {
            parent!.RemoveTree(leftover);
        }
    }

    /// <summary>Refuses where what signs now would not go on.</summary>
    /// <exception cref="BrokenDataException">It would not.</exception>
    internal async Task RequireAsync(SignerSetupPlan plan, IProgressLog log, CancellationToken cancellation)
    {
        var configuration = plan.Files[^1];
        using var parent = FolderPath.TryOpenFolderOf(configuration.Path, out var name)
            ?? throw PosixFailure.Of("create", configuration.Path, Libc.NoEntry);
        var trial = AtomicFile.TemporaryNameOf(name);
        try
        {
            using var folder = AtomicFolder.EnsureIn(parent, trial, Open, owner: null);
            var path = Write(plan, folder);
            var tests = await proof.ProveAsync(read(path), plan.Probes, log, cancellation).ConfigureAwait(false);
            foreach (var probe in plan.Probes)
            {
                Require(probe, [.. tests.Where(test => test.Domain == probe.Domain.Value)]);
            }
        }
        finally
        {
            parent.RemoveTree(trial);
        }
    }

    private static string Write(SignerSetupPlan plan, OpenFolder folder)
    {
        var moved =
            plan.Files.Select((file, index) => (file.Path, Trial: folder.PathOf($"{index}-{Path.GetFileName(file.Path)}"))).ToArray();
        foreach (var (file, trial) in plan.Files.Zip(moved))
        {
            var text = System.Text.Encoding.Latin1.GetString(file.After.Span);
            if (file == plan.Files[^1])
            {
                // Only what the setup itself appended names them.
                var known = file.Before?.Length ?? 0;
                text = text[..known] + moved.Aggregate(
                    text[known..], (rest, other) => rest.Replace(other.Path, other.Trial, StringComparison.Ordinal));
            }

            var status = FileStatus.Of(file.Path);
            AtomicFile.Create(
                folder,
                Path.GetFileName(trial.Trial),
                System.Text.Encoding.Latin1.GetBytes(text),
                new NewFileAttributes(
                    status?.Mode ?? (UnixFileMode)0x1A4 /* 0644 */,
                    status is not null && status.Owner != FileOwner.Caller ? status.Owner : null));
        }

        return moved[^1].Trial;
    }

    private static void Require(SigningProbe probe, IReadOnlyList<DkimSigningTest> tests)
    {
        if (!probe.IsMetBy(tests))
        {
            var failure = SigningFailure.Describe(new SigningChange(probe.Domain, probe.Key), tests);
            throw new BrokenDataException(
                FindingTable.SetupNotProven.With(("domain", probe.Domain), ("what", failure)), probe.Domain.Value);
        }
    }
}
