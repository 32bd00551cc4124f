using OpteriusDkim.Signing.Changes;
using OpteriusDkim.Signing.Proof;

namespace OpteriusDkim.Signing.Setup;

/// <summary>What a signer lacks.</summary>
/// <param name="Folders">Folders that are made.</param>
/// <param name="Files">Files in the order in which they are written: the daemon's own configuration last.</param>
internal sealed record SignerSetupPlan(SignerType Signer, IReadOnlyList<NewDirectory> Folders, IReadOnlyList<FileEdit> Files)
{
    /// <summary>What signs now without tables and has to go on, proved with the new files before one of them is in its place.</summary>
    public IReadOnlyList<SigningProbe> Probes { get; init; } = [];

    /// <summary>What to do afterwards.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init; } = [];

    /// <summary>Whether the running daemon has to be restarted to read the new files.</summary>
    public bool NeedsRestart { get; init; }

    /// <summary>Whether nothing is missing.</summary>
    public bool IsEmpty => Folders.Count == 0 && Files.Count == 0;
}
