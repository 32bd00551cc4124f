using OpteriusDkim.Findings;

namespace OpteriusDkim;

/// <summary>The result of Initialize-DkimSigner.</summary>
public sealed record DkimSignerSetup
{
    /// <summary>The signer.</summary>
    public required SignerType Signer { get; init; }

    /// <summary>Whether anything was changed.</summary>
    public bool Changed => Changes.Count > 0;

    /// <summary>The folders and files that were created or changed.</summary>
    public IReadOnlyList<string> Changes { get; init => field = value.ToDkimList(); } = DkimLists.Empty<string>();

    /// <summary>Whether the running daemon has to be restarted.</summary>
    public bool NeedsRestart { get; init; }

    /// <summary>The next step for the user.</summary>
    public string NextStep =>
        Findings.Count > 0 ? Findings[0].Advice : "Sign for a domain with Enable-DkimSigning.";

    /// <summary>The remaining problems, with advice.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init => field = value.ToDkimList(); } = DkimLists.Empty<DkimFinding>();

    /// <summary>The codes of <see cref="Findings"/>, separated by commas.</summary>
    public string FindingCodes => Findings.Codes();
}
