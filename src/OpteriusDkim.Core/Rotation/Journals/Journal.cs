namespace OpteriusDkim.Rotation.Journals;

/// <summary>A domain's journal: its rotation in progress, those that have ended, and the selectors they used.</summary>
internal sealed record Journal(string Domain)
{
    /// <summary>The version that this module writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the format.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>When it was last written.</summary>
    public BootTimestamp? Written { get; init; }

    /// <summary>The rotation in progress.</summary>
    public RotationState? Current { get; init; }

    /// <summary>The rotations that have ended, the oldest first.</summary>
    public IReadOnlyList<PastRotation> Past { get; init; } = [];

    /// <summary>Every selector under which a rotation generated or retired a key. None is used again.</summary>
    public IReadOnlyList<string> Selectors { get; init; } = [];

    /// <summary>The same with a selector remembered.</summary>
    public Journal Remember(string selector) =>
        Selectors.Contains(selector) ? this : this with { Selectors = [.. Selectors, selector] };

    /// <summary>
    /// The same with timestamps of this boot. Where the wall clock is earlier than the last entry, every wait starts again.
    /// After a boot, timestamps are rebased onto it by the wall clock, and from then on count by the boot's own clock.
    /// </summary>
    public Journal Rebased(BootTimestamp now, out bool setBack)
    {
        setBack = Written is { } written && now.Since(written) < TimeSpan.Zero;
        if (setBack)
        {
            return this with { Current = Current?.WithTimestamps(_ => now), Written = now };
        }

        return Current is not null && Written?.Boot != now.Boot ? this with { Current = Current.WithTimestamps(now.RebasedTo) } : this;
    }

    /// <summary>The same with the rotation in progress ended.</summary>
    public Journal Ended(BootTimestamp now) => this with
    {
        Current = null,
        Past =
        [
            .. Past,
            new PastRotation(Current!.First, Current.Second, Current.Phase, Current.StartedAt.Utc, now)
            {
                Kind = Current.Kind,
                Removed = Current.Kind == RotationKind.Rotation
                    ? null
                    : [.. Current.Outgoing.Where(key => !key.Kept).Select(key => key.Key)],
                SwitchedAt = Current.SwitchedAt?.Utc,
                Compromised = Current.Compromised,
            },
        ],
        Selectors = [.. Selectors.Union(Current.Outgoing.Where(key => !key.Kept).Select(key => key.Key.Selector))],
    };
}
