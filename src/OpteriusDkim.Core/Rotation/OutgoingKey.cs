using System.Text.Json.Serialization;

namespace OpteriusDkim.Rotation;

/// <summary>A key that is retired: its record is removed when no mail needs it any longer, then the key itself.</summary>
/// <param name="Key">The key.</param>
/// <param name="Signed">Whether mail may have been signed with it.</param>
internal sealed record OutgoingKey(RotationKey Key, bool Signed)
{
    /// <summary>Whether somebody else may have the private key: its record is revoked without waiting for mail.</summary>
    public bool Compromised { get; init; }

    /// <summary>Whether its record was given to the publisher or a person, so that it may still appear.</summary>
    [JsonPropertyName("handed")]
    public bool PublishAsked { get; init; }

    /// <summary>Whether some server may get its record late: it was given up before all had it, or one gave something else.</summary>
    public bool PartlyPublished { get; init; }

    /// <summary>Since when it is proven that no signer uses it; null where it isn't.</summary>
    [JsonPropertyName("quietSince")]
    public BootTimestamp? UnusedSince { get; init; }

    /// <summary>Whether the removal of its record was asked for; written before it was.</summary>
    public bool RemovalAsked { get; init; }

    /// <summary>Whether the publisher accepted the removal, or found nothing to remove.</summary>
    [JsonPropertyName("removalTaken")]
    public bool RemovalAccepted { get; init; }

    /// <summary>Whether the removal was ever asked for, even if the key signed again later.</summary>
    [JsonPropertyName("touched")]
    public bool RemovalEverAsked { get; init; }

    /// <summary>Whether no server had its record any longer, or all had a tombstone.</summary>
    public bool RecordGone { get; init; }

    /// <summary>When that was first seen, for a delegated selector; else null.</summary>
    public BootTimestamp? GoneAt { get; init; }

    /// <summary>The longest TTL that its record was seen with, in seconds.</summary>
    public int LongestTtl { get; init; }

    /// <summary>The longest TTL of the zones' NS records where a zone had moved when it was gone, in seconds; else 0.</summary>
    public int NsTtl { get; init; }

    /// <summary>What has to be known before its delegated selector is used again; null where caches can't hold its record.</summary>
    [JsonIgnore]
    public RetiredSelector? Retired => GoneAt is { } gone ? new RetiredSelector(Key.Selector, gone, LongestTtl)
    {
        PartlyPublished = PartlyPublished, NsTtl = NsTtl,
    }
    : null;

    /// <summary>Whether its private key is no longer in the store.</summary>
    public bool KeyGone { get; init; }

    /// <summary>Whether the private key stays in the store: it was there before a registration that was aborted.</summary>
    public bool Kept { get; init; }

    /// <summary>Whether it is retired only because its domain is, so that it stays when the retirement is aborted.</summary>
    public bool WithDomain { get; init; }

    [JsonIgnore]
    public bool IsDone => RecordGone && (KeyGone || Kept);

    /// <summary>The same with all timestamps replaced.</summary>
    public OutgoingKey WithTimestamps(Func<BootTimestamp, BootTimestamp> rebase) => this with
    {
        UnusedSince = UnusedSince is { } since ? rebase(since) : null,
        GoneAt = GoneAt is { } gone ? rebase(gone) : null,
    };

    /// <summary>The same where it may be signing again: it has to be proven unused again before anything is removed.</summary>
    public OutgoingKey Reactivated() => Signed ? this with { UnusedSince = null, RemovalAsked = false, RemovalAccepted = false } : this;
}
