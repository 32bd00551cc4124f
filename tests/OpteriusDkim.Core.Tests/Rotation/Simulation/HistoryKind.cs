namespace OpteriusDkim.Tests;

/// <summary>What a simulated history is about.</summary>
public enum HistoryKind
{
    /// <summary>Rotations of a domain that signs.</summary>
    Rotations,

    /// <summary>Registrations and retirements as well.</summary>
    Lives,

    /// <summary>Rotations of a delegated domain.</summary>
    Delegated,

    /// <summary>Registrations and retirements of a delegated domain as well.</summary>
    DelegatedLives,

    /// <summary>Several domains that follow a list.</summary>
    Lists,
}
