namespace OpteriusDkim.Rotation;

/// <summary>A domain's journal: its rotation under way, those that are over, and what must be remembered of them.</summary>
/// <param name="Domain">The domain.</param>
internal sealed record RotationJournal(string Domain)
{
    /// <summary>The version that this module writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the format.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>When it was last written.</summary>
    public BootTimestamp? Written { get; init; }

    /// <summary>The rotation under way.</summary>
    public RotationState? Current { get; init; }

    /// <summary>The rotations that are over, the oldest first.</summary>
    public IReadOnlyList<PastRotation> Past { get; init; } = [];

    /// <summary>Every selector that a rotation made a key under; none is taken again.</summary>
    public IReadOnlyList<string> Selectors { get; init; } = [];

    /// <summary>The same with a selector remembered.</summary>
    public RotationJournal Remember(string selector) =>
        Selectors.Contains(selector) ? this : this with { Selectors = [.. Selectors, selector] };

    /// <summary>
    /// The same by the present clocks. Where the wall clock is earlier than the last entry, every wait starts again. After
    /// a boot, what has passed by the wall clock is put down by this boot's own clock, which can't be set from then on.
    /// </summary>
    public RotationJournal Trusting(BootTimestamp now, out bool setBack)
    {
        setBack = Written is { } written && now.Since(written) < TimeSpan.Zero;
        if (setBack)
        {
            return this with { Current = Current?.WithTimestamps(_ => now), Written = now };
        }

        return Current is not null && Written?.Boot != now.Boot ? this with { Current = Current.WithTimestamps(now.RebasedTo) } : this;
    }

    /// <summary>The same with the rotation under way put among those that are over.</summary>
    public RotationJournal Ended(BootTimestamp now) => this with
    {
        Current = null,
        Past =
        [
            .. Past,
            new PastRotation(Current!.First, Current.Second, Current.Phase, Current.StartedAt.Utc, now)
            {
                SwitchedAt = Current.SwitchedAt?.Utc,
                Compromised = Current.Compromised,
            },
        ],
    };
}
