using OpteriusDkim.Signing.Changes;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.Setup;

/// <summary>The folders and files that a signer's setup creates or changes.</summary>
/// <param name="Folders">Folders to create.</param>
/// <param name="Files">Files in the order of writing, the daemon's own configuration last.</param>
internal sealed record SignerSetupPlan(SignerType Signer, IReadOnlyList<NewDirectory> Folders, IReadOnlyList<FileEdit> Files)
{
    /// <summary>The keys that sign without tables now and have to be proved with the new files before these are in place.</summary>
    public IReadOnlyList<SigningProbe> Probes { get; init; } = [];

    /// <summary>Next steps for the user.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init; } = [];

    /// <summary>Whether the running daemon has to be restarted to read the new files.</summary>
    public bool NeedsRestart { get; init; }

    public bool IsEmpty => Folders.Count == 0 && Files.Count == 0;
}
