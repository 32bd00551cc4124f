namespace OpteriusDkim.Rotation;

/// <summary>A rotation under way, as the journal keeps it.</summary>
/// <param name="Old">The key that is replaced.</param>
/// <param name="StartedAt">When it began.</param>
internal sealed record RotationState(RotationKey Old, BootTimestamp StartedAt)
{
    /// <summary>The key that takes its place; null where it isn't made yet, or given up.</summary>
    public RotationKey? New { get; init; }

    /// <summary>How far it has come.</summary>
    public RotationPhase Phase { get; init; }

    /// <summary>Whether the old key is compromised.</summary>
    public bool Compromised { get; init; }

    /// <summary>Whether it goes back.</summary>
    public bool Aborting { get; init; }

    /// <summary>Whether the new record was handed to the publisher or a person; written before it was.</summary>
    public bool PublishAsked { get; init; }

    /// <summary>Whether mail may have been signed with the new key, be it for a moment.</summary>
    public bool NewSigned { get; init; }

    /// <summary>Whether the signer was told to stop signing, since the old key is compromised.</summary>
    public bool SigningStopped { get; init; }

    /// <summary>Selectors that sign for the domain beside the one that is replaced, and go on doing so.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("beside")]
    public IReadOnlyList<string> OtherSelectors { get; init; } = [];

    /// <summary>What kind of key was asked for; null for one like the configuration's.</summary>
    public DkimKeyAlgorithm? Algorithm { get; init; }

    /// <summary>Bits of an RSA key that were asked for.</summary>
    public int? KeySize { get; init; }

    /// <summary>The selector that was asked for.</summary>
    public string? Wanted { get; init; }

    /// <summary>Selectors that turned out to be taken.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>What was seen of the new record.</summary>
    public RecordWatch Watch { get; init; } = new();

    /// <summary>Since when the new key signs.</summary>
    public BootTimestamp? SwitchedAt { get; init; }

    /// <summary>Keys on their way out.</summary>
    public IReadOnlyList<OutgoingKey> Outgoing { get; init; } = [];

    /// <summary>What was about to be done.</summary>
    public RotationIntent? Intent { get; init; }

    /// <summary>What the last run said of it.</summary>
    public RotationSummary? Outlook { get; init; }

    /// <summary>When somebody was last told that it waits for a person, in UTC.</summary>
    public DateTime? NotifiedAt { get; init; }

    /// <summary>The key that the signer's tables should name until the switch; null for none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public RotationKey? SignsUntilSwitch => SigningStopped ? null : Old;

    /// <summary>The key that the rotation began with: going back, that is the one to be switched to.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public RotationKey First => Aborting && New is not null ? New : Old;

    /// <summary>The key that was to take its place; null where there is none yet.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public RotationKey? Second => New switch
    {
        _ when !Aborting => New,
        not null => Old,
        _ => Outgoing.LastOrDefault(key => !key.Signed)?.Key,
    };

    public OutgoingKey OutgoingOf(RotationKey key) => Outgoing.First(outgoing => outgoing.Key.Selector == key.Selector);

    /// <summary>The same with one outgoing key changed.</summary>
    public RotationState With(OutgoingKey changed) => this with
    {
        Outgoing = [.. Outgoing.Select(key => key.Key.Selector == changed.Key.Selector ? changed : key)],
    };

    /// <summary>The same with one more outgoing key.</summary>
    public RotationState StartRetiring(OutgoingKey key) => this with
    {
        Outgoing = [.. Outgoing.Where(other => other.Key.Selector != key.Key.Selector), key],
    };

    /// <summary>The same with the key that was being made, where it is there: made before a crash, or just now.</summary>
    /// <param name="stored">The keys of the store.</param>
    public RotationState Adopting(IReadOnlyList<RotationKey> stored) =>
        New is null
            && Intent is { Step: RotationStep.Generate } intent
            && stored.FirstOrDefault(key => key.Selector == intent.Selector) is { } made
            ? this with { New = made, Intent = null, Phase = RotationPhase.Prepared, PublishAsked = false, Watch = Watch.ForAnother() }
            : this;

    /// <summary>The same with the new key given up before it has signed.</summary>
    /// <param name="recordGone">Whether there is no record of it to withdraw.</param>
    public RotationState WithoutNew(bool recordGone) => (this with
    {
        New = null,
        Wanted = null,
        Phase = RotationPhase.Prepared,
        PublishAsked = false,
        NewSigned = false,
        Watch = Watch.ForAnother(),
        Skipped = [.. Skipped, New!.Selector],
    }).StartRetiring(new OutgoingKey(New!, NewSigned) { Handed = PublishAsked, RecordGone = recordGone });

    /// <summary>The same where the tables name the new key, and the running signers were seen to use it.</summary>
    /// <param name="now">When.</param>
    public RotationState Switched(BootTimestamp now)
    {
        var old = Outgoing.FirstOrDefault(key => key.Key.Selector == Old.Selector)
            ?? new OutgoingKey(Old, Signed: true) { Compromised = Compromised };
        return (this with { Phase = RotationPhase.Draining, SwitchedAt = now, Intent = null, Outgoing = UnusedFrom(now) })
            .StartRetiring(old with { UnusedSince = now });
    }

    /// <summary>The same where nothing signs for the domain any more.</summary>
    /// <param name="now">When.</param>
    public RotationState Stopped(BootTimestamp now) => (this with { SigningStopped = true, Intent = null, Outgoing = UnusedFrom(now) })
        .StartRetiring(new OutgoingKey(Old, Signed: true) { Compromised = true, UnusedSince = now });

    /// <summary>The reload may have corrected a signer that used one of the outgoing keys until then.</summary>
    private OutgoingKey[] UnusedFrom(BootTimestamp now) =>
        [.. Outgoing.Select(key => key.Signed && !key.RemovalAsked ? key with { UnusedSince = now } : key)];

    /// <summary>The same with all timestamps replaced.</summary>
    /// <param name="told">How.</param>
    public RotationState WithTimestamps(Func<BootTimestamp, BootTimestamp> told) => this with
    {
        StartedAt = told(StartedAt),
        SwitchedAt = SwitchedAt is { } switched ? told(switched) : null,
        Watch = Watch.WithTimestamps(told),
        Outgoing = [.. Outgoing.Select(key => key with { UnusedSince = key.UnusedSince is { } since ? told(since) : null })],
    };
}
