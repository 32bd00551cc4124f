using OpteriusDkim.Findings;

namespace OpteriusDkim.Rotation;

/// <summary>How a rotation is aborted. Pure functions of its state and the facts.</summary>
internal static class RotationAbort
{
    /// <summary>The rotation while it is being aborted.</summary>
    /// <exception cref="DkimException">There is none, or it can't be aborted.</exception>
    public static RotationState Begin(RotationState? current, RotationFacts facts)
    {
        if (current is null)
        {
            throw new NotFoundException(FindingTable.NoRotation.With(("domain", facts.Domain)), facts.Domain.Value);
        }

        if (current.Aborting)
        {
            return current;
        }

        if (current.Compromised)
        {
            throw Refused(current, facts, "the old key is compromised");
        }

        return current.Kind switch
        {
            RotationKind.Registration => OfRegistration(current, facts),
            RotationKind.Retirement => OfRetirement(current, facts),
            _ when current.Phase < RotationPhase.Draining && !facts.Signing.Names(current.New) => BeforeSwitch(current),
            _ => AfterSwitch(current, facts),
        };
    }

    /// <summary>A retirement whose key signs again once its record is proven; null where the key was deleted.</summary>
    public static RotationState? Resume(RotationState retirement, RotationFacts facts)
    {
        var kept = retirement.Outgoing.Where(key => key is { KeyGone: false, Compromised: false } && facts.Has(key.Key));
        if (kept.OrderBy(key => key.RemovalEverAsked).ThenByDescending(key => key.WithDomain)
            .ThenByDescending(key => key.Key == retirement.Old).FirstOrDefault() is not { } key)
        {
            return null;
        }

        return retirement with
        {
            Old = null,
            New = key.Key,
            Adopted = true,
            NewSigned = key.Signed,
            Phase = RotationPhase.Published,
            PublishAsked = key.PublishAsked,
            Intent = null,
            Watch = retirement.Watch.ForAnother(),
            Outgoing = [.. StillRetired(retirement, facts).Where(other => other.Key != key.Key)],
        };
    }

    /// <summary>The domain's other keys stay as they were, unless their removal began.</summary>
    private static IEnumerable<OutgoingKey> StillRetired(RotationState retirement, RotationFacts facts) =>
        retirement.Outgoing.Where(key => key.RemovalEverAsked || !key.WithDomain || !facts.Has(key.Key));

    /// <summary>The key signs again if it did when the retirement began.</summary>
    private static RotationState OfRetirement(RotationState current, RotationFacts facts)
    {
        if (current.Old is null)
        {
            return current with { Aborting = true, Phase = RotationPhase.Draining, Outgoing = [.. StillRetired(current, facts)] };
        }

        var resumed = Resume(current, facts) ?? throw RefusedRetirement(facts, "the key no longer exists");
        return IsRemovalBegun(current.OutgoingOf(resumed.New!), facts)
            ? throw RefusedRetirement(facts, "the removal of its record has begun")
            : resumed with { Aborting = true };
    }

    /// <summary>
    /// Whether the record of a key that doesn't sign is being removed. While a removal spreads, some servers still have the record, so it
    /// can't be proven again.
    /// </summary>
    private static bool IsRemovalBegun(OutgoingKey key, RotationFacts facts) => key.RemovalEverAsked && !facts.Signing.Names(key.Key);

    /// <summary>The old key continues to sign, and the new one is withdrawn.</summary>
    private static RotationState BeforeSwitch(RotationState current)
    {
        var kept = current.New is null ? current : current.WithoutNew(recordGone: false);
        return kept with { Aborting = true, Intent = null };
    }

    /// <summary>The keys are exchanged: the signer is switched back, and then the new key drains like any other.</summary>
    private static RotationState AfterSwitch(RotationState current, RotationFacts facts)
    {
        var old = current.OldOutgoing!;
        if (!facts.Has(old.Key) || old.KeyGone)
        {
            throw Refused(current, facts, "the old key no longer exists");
        }

        if (IsRemovalBegun(old, facts))
        {
            throw Refused(current, facts, "the removal of the old key's record has begun");
        }

        return current with
        {
            Aborting = true,
            NewSigned = true,
            Old = current.New!,
            New = old.Key,
            Phase = RotationPhase.Published,
            PublishAsked = true,
            Intent = null,
            Watch = current.Watch.ForAnother() with { InUse = !old.RemovalEverAsked },
            Outgoing = [.. current.Outgoing.Where(key => key.Key.Selector != old.Key.Selector)],
        };
    }

    /// <summary>Signing stops if it began, and the key is withdrawn. A key that signed before the registration continues to sign.</summary>
    private static RotationState OfRegistration(RotationState current, RotationFacts facts)
    {
        if (current.New is not { } key)
        {
            return current with { Aborting = true, Intent = null, Phase = RotationPhase.Draining };
        }

        if (current.SignedBefore)
        {
            return current with { Aborting = true, Intent = null, Old = key, New = null, Phase = RotationPhase.Draining };
        }

        var signed = current.NewSigned || facts.Signing.Names(key);
        return (current with
        {
            Aborting = true,
            Intent = null,
            Old = key,
            New = null,
            NewSigned = signed,
            Phase = signed ? RotationPhase.Prepared : RotationPhase.Draining,
        }).StartRetiring(current.NewOutgoing(recordGone: false) with { Signed = signed || current.Adopted });
    }

    private static InUseException RefusedRetirement(RotationFacts facts, string reason) => new(
        FindingTable.RetirementAbortRefused.With(("domain", facts.Domain), ("reason", reason)), facts.Domain.Value);

    private static InUseException Refused(RotationState current, RotationFacts facts, string reason) => new(
        FindingTable.AbortRefused.With(
            ("domain", facts.Domain), ("kind", current.Kind.Noun()), ("change", ChangeOf(current)), ("reason", reason)),
        facts.Domain.Value);

    private static string ChangeOf(RotationState current) => current.Kind == RotationKind.Rotation
        ? $" from {current.Old?.Selector} to {current.New?.Selector ?? "another key"}"
        : "";
}
