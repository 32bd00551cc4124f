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

    /// <summary>Delegated selectors whose records were removed; null for none.</summary>
    public IReadOnlyList<RetiredSelector>? Retired { get; init; }

    /// <summary>Since when a key signs, by the last rotation that switched to it, in UTC; null if none did.</summary>
    public DateTime? ActiveSince(string selector) => Past.LastOrDefault(
        past => past.New?.Selector == selector && past is { Phase: RotationPhase.Completed, SwitchedAt: not null })?.SwitchedAt;

    /// <summary>Delegated selectors at which something wrong was seen that caches may still hold; null for none.</summary>
    public IReadOnlyList<WrongAlias>? WrongAliases { get; init; }

    /// <summary>The longest TTL of what was wrong at a selector, in seconds; 0 where nothing was.</summary>
    public int AliasTtlOf(string selector) => WrongAliases?.FirstOrDefault(wrong => wrong.Selector == selector)?.AliasTtl ?? 0;

    /// <summary>The same with what is known of a selector's CNAME.</summary>
    /// <param name="aliasTtl">The longest TTL of what may be cached instead, in seconds; 0 for nothing.</param>
    public Journal WithAlias(string selector, int aliasTtl)
    {
        if (aliasTtl == AliasTtlOf(selector))
        {
            return this;
        }

        WrongAlias[] others = [.. (WrongAliases ?? []).Where(wrong => wrong.Selector != selector)];
        WrongAlias[] all = aliasTtl > 0 ? [.. others, new WrongAlias(selector, aliasTtl)] : others;
        return this with { WrongAliases = all.Length > 0 ? all : null };
    }

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
            return WithTimestamps(_ => now) with { Written = now };
        }

        return (Current is not null || Retired is not null) && Written?.Boot != now.Boot ? WithTimestamps(now.RebasedTo) : this;
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
        Retired = RetiredAfter(Current.Outgoing),
        Selectors = [.. Selectors.Union(Current.Outgoing.Where(key => !key.Kept).Select(key => key.Key.Selector))],
    };

    private RetiredSelector[]? RetiredAfter(IReadOnlyList<OutgoingKey> outgoing)
    {
        RetiredSelector[] retired = [.. outgoing.Select(key => key.Retired).OfType<RetiredSelector>()];
        return Retired is null && retired.Length == 0
            ? null
            : [.. (Retired ?? []).Where(earlier => outgoing.All(key => key.Key.Selector != earlier.Selector)), .. retired];
    }

    private Journal WithTimestamps(Func<BootTimestamp, BootTimestamp> rebase) => this with
    {
        Current = Current?.WithTimestamps(rebase),
        Retired = Retired?.Select(retired => retired with { GoneAt = rebase(retired.GoneAt) }).ToArray(),
    };
}
