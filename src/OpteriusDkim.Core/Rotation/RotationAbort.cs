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

        return current.Phase < RotationPhase.Draining && !facts.Signing.Names(current.New)
            ? BeforeSwitch(current)
            : AfterSwitch(current, facts);
    }

    /// <summary>The old key continues to sign, and the new one is withdrawn.</summary>
    private static RotationState BeforeSwitch(RotationState current)
    {
        var kept = current.New is null ? current : current.WithoutNew(recordGone: false);
        return kept with { Aborting = true, Intent = null };
    }

    /// <summary>The keys are exchanged: the signer is switched back, and then the new key drains like any other.</summary>
    private static RotationState AfterSwitch(RotationState current, RotationFacts facts)
    {
        var old = current.OldOutgoing;
        if (!facts.Has(current.Old) || old.KeyGone)
        {
            throw Refused(current, facts, "the old key no longer exists");
        }

        return current with
        {
            Aborting = true,
            NewSigned = true,
            Old = current.New!,
            New = current.Old,
            Phase = RotationPhase.Published,
            PublishAsked = true,
            Intent = null,
            Watch = current.Watch.ForAnother() with { InUse = !old.RemovalEverAsked },
            Outgoing = [.. current.Outgoing.Where(key => key.Key.Selector != current.Old.Selector)],
        };
    }

    private static InUseException Refused(RotationState current, RotationFacts facts, string reason) => new(
        FindingTable.AbortRefused.With(
            ("domain", facts.Domain), ("old", current.Old.Selector), ("new", current.New?.Selector ?? "another key"), ("reason", reason)),
        facts.Domain.Value);
}
