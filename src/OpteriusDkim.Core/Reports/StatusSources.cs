using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Rotation;

namespace OpteriusDkim.Reports;

/// <summary>Where facts about domains are looked for.</summary>
internal sealed record StatusSources
{
    /// <summary>The key store.</summary>
    public required IKeyStore Keys { get; init; }

    /// <summary>Reads Ed25519 keys.</summary>
    public required IEd25519 Ed25519 { get; init; }

    /// <summary>The journals.</summary>
    public required RotationHistory History { get; init; }

    /// <summary>The settings of rotations.</summary>
    public required RotationSettings Rotation { get; init; }

    /// <summary>The signers of this host that could be read.</summary>
    public IReadOnlyList<StatusSigner> Signers { get; init; } = [];

    /// <summary>Why others couldn't be.</summary>
    public IReadOnlyList<DkimFinding> SignerProblems { get; init; } = [];
}
