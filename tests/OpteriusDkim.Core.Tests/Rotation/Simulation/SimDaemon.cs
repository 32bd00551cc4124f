namespace OpteriusDkim.Tests;

/// <summary>A running signer: which key it has loaded.</summary>
internal sealed class SimDaemon(string loaded)
{
    public string? Loaded { get; set; } = loaded;

    /// <summary>Whether it goes its own way until somebody who was told about it mends it.</summary>
    public bool Stale { get; set; }

    /// <summary>Whether it can't be reached.</summary>
    public bool Down { get; set; }
}
