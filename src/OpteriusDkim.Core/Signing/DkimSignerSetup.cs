namespace OpteriusDkim;

/// <summary>What Initialize-DkimSigner did.</summary>
public sealed record DkimSignerSetup
{
    /// <summary>The signer.</summary>
    public required SignerType Signer { get; init; }

    /// <summary>Whether anything had to be changed.</summary>
    public bool Changed => Changes.Count > 0;

    /// <summary>Folders and files that were made or changed.</summary>
    public IReadOnlyList<string> Changes { get; init => field = value.ToArray(); } = [];

    /// <summary>Whether the running daemon has to be started anew.</summary>
    public bool NeedsRestart { get; init; }

    /// <summary>What to do next.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init => field = value.ToArray(); } = [];
}
