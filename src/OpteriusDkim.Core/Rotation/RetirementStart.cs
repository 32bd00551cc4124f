using OpteriusDkim.Findings;
using OpteriusDkim.Rotation.Journals;

namespace OpteriusDkim.Rotation;

/// <summary>How a retirement starts. Pure functions of the journal and the facts.</summary>
internal static class RetirementStart
{
    /// <summary>The journal with a retirement; unchanged where one is in progress or has removed all keys.</summary>
    /// <exception cref="DkimException">It can't be done; nothing has changed.</exception>
    public static Journal Begin(Journal journal, RotationRequest request, RotationFacts facts, BootTimestamp now)
    {
        var current = journal.Current;
        if (current is { Kind: RotationKind.Retirement, Aborting: false })
        {
            return journal;
        }

        if (current is { Kind: RotationKind.Rotation } && !request.Force)
        {
            throw new InUseException(
                FindingTable.RetirementRefused.With(("domain", facts.Domain), ("phase", current.Phase)), facts.Domain.Value);
        }

        RequireOwnKeys(facts);
        if (current is null && facts.Stored.Count == 0)
        {
            return journal.Past is [.., { Kind: RotationKind.Retirement }]
                ? journal
                : throw new NotFoundException(FindingTable.NothingToRetire.With(("domain", facts.Domain)), facts.Domain.Value);
        }

        return journal with { Current = New(current, facts, now) };
    }

    private static void RequireOwnKeys(RotationFacts facts)
    {
        if (facts.Signing.ProblemOf(RotationKind.Retirement) is { } problem)
        {
            throw new InUseException(problem, facts.Domain.Value);
        }

        if (facts.Signing.Keys.FirstOrDefault(key => !facts.Has(key)) is { } other)
        {
            throw new NotFoundException(
                FindingTable.RotationKeyNotInStore.With(("domain", facts.Domain), ("selector", other.Selector)), facts.Domain.Value);
        }
    }

    /// <summary>All keys of the domain are retired, any of which may have signed mail in transit.</summary>
    private static RotationState New(RotationState? current, RotationFacts facts, BootTimestamp now)
    {
        var signs = facts.Signing.Keys;
        var state = new RotationState(signs.Count > 0 ? signs[0] : null, now)
        {
            Kind = RotationKind.Retirement,
            Watch = current?.Watch.ForAnother() ?? new RecordWatch(),
            Outgoing = current?.Outgoing ?? [],
        };
        foreach (var key in facts.Stored.Concat(new[] { current?.Old, current?.New }.OfType<RotationKey>()).Distinct())
        {
            var outgoing = OutgoingOf(key, current, signs.Contains(key)) with { Kept = false };
            state = state.StartRetiring(signs.Contains(key) ? (outgoing with { Signed = true }).Reactivated() : outgoing);
        }

        return state;
    }

    private static OutgoingKey OutgoingOf(RotationKey key, RotationState? current, bool signs)
    {
        if (current?.New == key && !current.Adopted)
        {
            return current.NewOutgoing(recordGone: false) with { WithDomain = signs };
        }

        return current?.Outgoing.FirstOrDefault(outgoing => outgoing.Key == key && !outgoing.Kept) ?? new OutgoingKey(key, Signed: true)
        {
            PublishAsked = true, WithDomain = true, Compromised = current is { Compromised: true } && key == current.Old,
        };
    }
}
