using System.Text.Json.Serialization;

namespace OpteriusDkim.Rotation;

/// <summary>A rotation in progress, as the journal keeps it.</summary>
/// <param name="Old">
/// The key that is replaced or retired; while it is being aborted after the switch, the one that was to replace it.
/// Null where no key signed.
/// </param>
/// <param name="StartedAt">When it began.</param>
internal sealed record RotationState(RotationKey? Old, BootTimestamp StartedAt)
{
    /// <summary>What it does to the domain.</summary>
    public RotationKind Kind { get; init; }

    /// <summary>The key that takes its place; null where it isn't generated yet, or was given up.</summary>
    public RotationKey? New { get; init; }

    /// <summary>How far it has come.</summary>
    public RotationPhase Phase { get; init; }

    /// <summary>Whether the old key is compromised.</summary>
    public bool Compromised { get; init; }

    /// <summary>Whether it is being aborted.</summary>
    public bool Aborting { get; init; }

    /// <summary>Whether the new record was given to the publisher or a person; written before it was.</summary>
    public bool PublishAsked { get; init; }

    /// <summary>Whether the new key was in the store before the rotation began, so that an abort keeps it.</summary>
    public bool Adopted { get; init; }

    /// <summary>Whether the new key signed when the registration began, so that an abort lets it sign.</summary>
    public bool SignedBefore { get; init; }

    /// <summary>Whether mail may have been signed with the new key, even if only briefly.</summary>
    public bool NewSigned { get; init; }

    /// <summary>Whether signing was stopped, since the old key is compromised.</summary>
    public bool SigningStopped { get; init; }

    /// <summary>Selectors that also sign for the domain and are not part of the rotation.</summary>
    [JsonPropertyName("beside")]
    public IReadOnlyList<string> OtherSelectors { get; init; } = [];

    /// <summary>What kind of key was asked for; null for one like the configuration's.</summary>
    public DkimKeyAlgorithm? Algorithm { get; init; }

    /// <summary>Bits of an RSA key that were asked for.</summary>
    public int? KeySize { get; init; }

    /// <summary>The selector that was asked for.</summary>
    public string? Wanted { get; init; }

    /// <summary>Selectors that were found to be taken.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>What was observed of the new record.</summary>
    public RecordWatch Watch { get; init; } = new();

    /// <summary>Since when the new key signs.</summary>
    public BootTimestamp? SwitchedAt { get; init; }

    /// <summary>Keys that are being retired.</summary>
    public IReadOnlyList<OutgoingKey> Outgoing { get; init; } = [];

    /// <summary>The step that was about to be taken.</summary>
    public RotationIntent? Intent { get; init; }

    /// <summary>What the last run reported.</summary>
    [JsonPropertyName("outlook")]
    public RotationSummary? Summary { get; init; }

    /// <summary>When the notification script last ran, in UTC; null where nobody is waited for.</summary>
    public DateTime? NotifiedAt { get; init; }

    /// <summary>The key that the signer's tables should name until the switch; null for none.</summary>
    [JsonIgnore]
    public RotationKey? SignsUntilSwitch => SigningStopped ? null : Old;

    /// <summary>Whether no key signs for the domain in the end: it is retired, or its registration is aborted.</summary>
    [JsonIgnore]
    public bool EndsUnsigned => Kind switch
    {
        RotationKind.Retirement => !Aborting,
        RotationKind.Registration => Aborting && !SignedBefore,
        _ => false,
    };

    /// <summary>The key that the signer's tables should name from now on, or from the switch on; null for none.</summary>
    [JsonIgnore]
    public RotationKey? SignsInTheEnd => EndsUnsigned ? null : New ?? Old;

    /// <summary>The key that was to be replaced or retired. An abort after the switch has exchanged the two keys.</summary>
    [JsonIgnore]
    public RotationKey? First => Kind switch
    {
        RotationKind.Registration => null,
        _ => Aborting && New is not null ? New : Old,
    };

    /// <summary>The key that was to replace it; null where there is none yet.</summary>
    [JsonIgnore]
    public RotationKey? Second => New switch
    {
        _ when Kind == RotationKind.Retirement => null,
        _ when !Aborting => New,
        not null => Old,
        _ when Kind == RotationKind.Registration => Old ?? (Outgoing.Count > 0 ? Outgoing[^1].Key : null),
        _ => Outgoing.LastOrDefault(key => !key.Signed)?.Key,
    };

    /// <summary>The old key as it is retired, or will be after the switch; null where no key signed.</summary>
    [JsonIgnore]
    public OutgoingKey? OldOutgoing => Old is null
        ? null
        : Outgoing.FirstOrDefault(key => key.Key.Selector == Old.Selector)
            ?? new OutgoingKey(Old, Signed: true) { Compromised = Compromised };

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

    /// <summary>The same with the key that was to be generated, where the store has it: generated before a crash, or just now.</summary>
    public RotationState Adopting(IReadOnlyList<RotationKey> stored) =>
        New is null
            && Intent is { Step: RotationStep.Generate } intent
            && stored.FirstOrDefault(key => key.Selector == intent.Selector) is { } made
            ? this with { New = made, Intent = null, Phase = RotationPhase.Prepared, PublishAsked = false, Watch = Watch.ForAnother() }
            : this;

    /// <summary>The same with the new key given up. Its record has to be withdrawn unless it is gone.</summary>
    public RotationState WithoutNew(bool recordGone) => (this with
    {
        New = null,
        Adopted = false,
        SignedBefore = false,
        Wanted = null,
        Phase = RotationPhase.Prepared,
        PublishAsked = false,
        NewSigned = false,
        Watch = Watch.ForAnother(),
        Skipped = [.. Skipped, New!.Selector],
    }).StartRetiring(NewOutgoing(recordGone));

    /// <summary>
    /// The new key as it is retired when it is given up. What was there before the rotation stays, and may have signed mail in transit.
    /// </summary>
    public OutgoingKey NewOutgoing(bool recordGone) => new(New!, NewSigned || Adopted)
    {
        PublishAsked = PublishAsked,
        PartlyPublished = PublishAsked && Watch.RightSince is null,
        RecordGone = recordGone || (Adopted && !PublishAsked),
        Kept = Adopted,
    };

    /// <summary>The same after the tables name the new key, and the running signers were proven to use it.</summary>
    public RotationState Switched(BootTimestamp now)
    {
        var switched = this with { Phase = RotationPhase.Draining, SwitchedAt = now, Intent = null, Outgoing = UnusedFrom(now) };
        return OldOutgoing is { } old ? switched.StartRetiring(old with { UnusedSince = now }) : switched;
    }

    /// <summary>The same after signing was stopped, for good or until a compromised key has a successor.</summary>
    public RotationState Stopped(BootTimestamp now)
    {
        var stopped = this with { Intent = null, Outgoing = UnusedFrom(now) };
        return EndsUnsigned
            ? stopped with { Phase = RotationPhase.Draining }
            : (stopped with { SigningStopped = true })
                .StartRetiring(new OutgoingKey(Old!, Signed: true) { Compromised = true, UnusedSince = now });
    }

    /// <summary>A signer may have used one of the outgoing keys until the reload.</summary>
    private OutgoingKey[] UnusedFrom(BootTimestamp now) =>
        [.. Outgoing.Select(key => key.Signed && !key.RemovalAsked ? key with { UnusedSince = now } : key)];

    /// <summary>The same with all timestamps replaced.</summary>
    public RotationState WithTimestamps(Func<BootTimestamp, BootTimestamp> rebase) => this with
    {
        StartedAt = rebase(StartedAt),
        SwitchedAt = SwitchedAt is { } switched ? rebase(switched) : null,
        Watch = Watch.WithTimestamps(rebase),
        Outgoing = [.. Outgoing.Select(key => key.WithTimestamps(rebase))],
    };
}
