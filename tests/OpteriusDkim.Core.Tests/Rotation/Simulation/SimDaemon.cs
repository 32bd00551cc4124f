namespace OpteriusDkim.Tests;

/// <summary>A running signer and the key that it has loaded.</summary>
internal sealed class SimDaemon(string? loaded)
{
    public string? Loaded { get; set; } = loaded;

    /// <summary>The public half of that key, which tells keys of one selector apart; null for its first one.</summary>
    public string? LoadedKey { get; set; }

    /// <summary>Whether it keeps its key until a user who was told about it repairs it.</summary>
    public bool Stale { get; set; }

    /// <summary>Whether it is unreachable.</summary>
    public bool Down { get; set; }
}
