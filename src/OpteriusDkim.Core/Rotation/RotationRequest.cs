using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>What is asked of a domain's rotation.</summary>
internal sealed record RotationRequest(DomainName Domain)
{
    /// <summary>What to start, where nothing is in progress that does it.</summary>
    public RotationKind Kind { get; init; }

    /// <summary>The key to be replaced or registered; null for the only one.</summary>
    public Selector? Selector { get; init; }

    /// <summary>The selector of the new key; null for the next. A registration takes it where the domain has no key.</summary>
    public Selector? NewSelector { get; init; }

    /// <summary>The new key's algorithm; null for the configured one.</summary>
    public DkimKeyAlgorithm? Algorithm { get; init; }

    /// <summary>Bits of a new RSA key; null for the configured number.</summary>
    public int? KeySize { get; init; }

    /// <summary>Whether the old key is compromised.</summary>
    public bool Compromised { get; init; }

    /// <summary>Whether to abort the rotation.</summary>
    public bool Abort { get; init; }

    /// <summary>Whether to start a rotation however soon after the last, or a retirement although a rotation is in progress.</summary>
    public bool Force { get; init; }

    /// <summary>Whether only a rotation in progress is continued, and none is started.</summary>
    public bool OnlyContinue { get; init; }

    /// <summary>Whether everything is checked and nothing is changed.</summary>
    public bool DryRun { get; init; }

    /// <summary>The request for the rest of a run that has begun the rotation.</summary>
    public RotationRequest Continued() => this with
    {
        OnlyContinue = true, Abort = false, Compromised = false, Selector = null, NewSelector = null,
    };
}
