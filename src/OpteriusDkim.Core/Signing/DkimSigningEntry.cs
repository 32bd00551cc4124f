namespace OpteriusDkim;

/// <summary>A line or block of a signer's tables, and what it will do.</summary>
public sealed record DkimSigningEntry
{
    /// <summary>The domain that it is about; that of its signatures where its pattern is about no single one.</summary>
    public string? Domain { get; init; }

    /// <summary>Whose mail it signs, as it stands in the table.</summary>
    public required string Pattern { get; init; }

    /// <summary>The selector that it signs with; null where its key isn't known.</summary>
    public string? Selector { get; init; }

    /// <summary>Which signer reads it.</summary>
    public required SignerType Signer { get; init; }

    /// <summary>The file of the private key; null where there is none.</summary>
    public string? PrivateKeyPath { get; init; }

    /// <summary>Whether that file is a key of the store.</summary>
    public bool InStore { get; init; }

    /// <summary>File and line; of what stands in Redis, the server and the hash.</summary>
    public required string Source { get; init; }

    /// <summary>What is wrong with it, and what to do.</summary>
    public IReadOnlyList<DkimFinding> Findings { get; init => field = value.ToArray(); } = [];

    /// <summary>Pattern and key on one line.</summary>
    public override string ToString() => $"{Pattern}: {Selector}._domainkey.{Domain} ({Source})";
}
