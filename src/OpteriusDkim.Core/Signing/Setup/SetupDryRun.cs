using OpteriusDkim.Findings;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Changes;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.Setup;

/// <summary>
/// Tests the files of a setup in a temporary folder next to the daemon's configuration: a copy of that configuration with
/// the temporary paths, which the daemon's program runs in its test mode.
/// </summary>
/// <param name="read">Reads a signer's configuration that no running daemon uses.</param>
internal sealed class SetupDryRun(ISigningProof proof, Func<string, SignerDaemon> read)
{
    private const UnixFileMode FolderMode = (UnixFileMode)0x1ED; // 0755

    /// <summary>Removes the folder of a killed run.</summary>
    internal static void RemoveLeftovers(string configurationPath)
    {
        using var parent = FolderPath.TryOpenFolderOf(configurationPath, out var name);
        foreach (var leftover in parent?.Names().Where(leftover => AtomicFile.IsTemporaryOf(name, leftover)) ?? [])
        {
            parent!.RemoveTree(leftover);
        }
    }

    /// <summary>Requires that the keys that sign now sign with the new files as well.</summary>
    /// <exception cref="BrokenDataException">One of them doesn't.</exception>
    internal async Task RequireAsync(SignerSetupPlan plan, IProgressLog log, CancellationToken cancellation)
    {
        var configuration = plan.Files[^1];
        using var parent = FolderPath.TryOpenFolderOf(configuration.Path, out var name)
            ?? throw PosixFailure.Of("create", configuration.Path, Libc.NoEntry);
        var temporary = AtomicFile.TemporaryNameOf(name);
        try
        {
            using var folder = AtomicFolder.EnsureIn(parent, temporary, FolderMode, owner: null);
            var path = Write(plan, folder);
            var tests = await proof.ProveAsync(read(path), plan.Probes, log, cancellation).ConfigureAwait(false);
            foreach (var probe in plan.Probes)
            {
                Require(probe, [.. tests.Where(test => test.Domain == probe.Domain.Value)]);
            }
        }
        finally
        {
            parent.RemoveTree(temporary);
        }
    }

    private static string Write(SignerSetupPlan plan, OpenFolder folder)
    {
        var moved =
            plan.Files.Select((file, index) => (file.Path, Temporary: folder.PathOf($"{index}-{Path.GetFileName(file.Path)}"))).ToArray();
        foreach (var (file, copy) in plan.Files.Zip(moved))
        {
            var text = System.Text.Encoding.Latin1.GetString(file.After.Span);
            if (file == plan.Files[^1])
            {
                // Replace paths only in the lines that the setup appended.
                var known = file.Before?.Length ?? 0;
                text = text[..known] + moved.Aggregate(
                    text[known..], (rest, other) => rest.Replace(other.Path, other.Temporary, StringComparison.Ordinal));
            }

            var status = FileStatus.Of(file.Path);
            AtomicFile.Create(
                folder,
                Path.GetFileName(copy.Temporary),
                System.Text.Encoding.Latin1.GetBytes(text),
                new NewFileAttributes(
                    status?.Mode ?? (UnixFileMode)0x1A4 /* 0644 */,
                    status is not null && status.Owner != FileOwner.Caller ? status.Owner : null));
        }

        return moved[^1].Temporary;
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
