namespace OpteriusDkim.Rotation;

/// <summary>A key on its way out: its record goes when no mail needs it any more, then the key itself.</summary>
/// <param name="Key">The key.</param>
/// <param name="Signed">Whether mail may have been signed with it.</param>
internal sealed record OutgoingKey(RotationKey Key, bool Signed)
{
    /// <summary>Whether somebody else may have the private key: its record is revoked without waiting for mail.</summary>
    public bool Compromised { get; init; }

    /// <summary>Whether its record was handed to the publisher or a person, so that it may yet appear where it wasn't seen.</summary>
    public bool Handed { get; init; }

    /// <summary>Since when it is proved that no signer uses it; null where that isn't.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("quietSince")]
    public BootTimestamp? UnusedSince { get; init; }

    /// <summary>Whether its record's removal was asked for; written before it was.</summary>
    public bool RemovalAsked { get; init; }

    /// <summary>Whether the publisher took the removal on, or found nothing to remove.</summary>
    public bool RemovalTaken { get; init; }

    /// <summary>Whether its removal was ever asked for, whatever came after.</summary>
    public bool Touched { get; init; }

    /// <summary>Whether its record was seen gone on every server, or a tombstone in its place.</summary>
    public bool RecordGone { get; init; }

    /// <summary>Whether its private key was seen gone.</summary>
    public bool KeyGone { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsDone => RecordGone && KeyGone;

    /// <summary>The same where it may be signing again: it has to be proved unused again before anything is removed.</summary>
    public OutgoingKey Reactivated() => Signed ? this with { UnusedSince = null, RemovalAsked = false, RemovalTaken = false } : this;
}
