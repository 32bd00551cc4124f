using OpteriusDkim.Findings;
using OpteriusDkim.Rotation.Journals;

namespace OpteriusDkim.Rotation;

/// <summary>How a registration starts. Pure functions of the journal and the facts.</summary>
internal static class RegistrationStart
{
    /// <summary>The journal with a registration. What is in progress goes on, unless it is a retirement, which ends.</summary>
    /// <exception cref="DkimException">It can't be done; nothing has changed.</exception>
    public static Journal Begin(Journal journal, RotationRequest request, RotationFacts facts, BootTimestamp now) => journal.Current switch
    {
        null => journal with { Current = New(request, facts, now) },
        { Kind: RotationKind.Retirement } retirement when !retirement.Aborting || HasLostKey(retirement, facts) =>
            (journal with { Current = retirement with { Phase = RotationPhase.Aborted } }).Ended(now) with
            {
                Current = InsteadOf(WithLostKeyRetired(retirement), request, facts, now),
            },
        _ => journal,
    };

    /// <summary>Whether the key that was to sign again, when a retirement was aborted, is no longer in the store.</summary>
    private static bool HasLostKey(RotationState retirement, RotationFacts facts) =>
        retirement is { Aborting: true, New: { } key } && !facts.Has(key) && !facts.Signing.Names(key);

    private static RotationState WithLostKeyRetired(RotationState retirement) => retirement is { Aborting: true, New: { } lost }
        ? (retirement with { New = null }).StartRetiring(new OutgoingKey(lost, Signed: true) { PublishAsked = true, KeyGone = true })
        : retirement;

    /// <summary>The key of the store that the domain signs or is to sign with; null where one has to be generated.</summary>
    /// <exception cref="DkimException">It isn't in the store, or several are.</exception>
    public static RotationKey? KeyToRegister(RotationRequest request, RotationFacts facts)
    {
        if (facts.Signing.ProblemOf(RotationKind.Registration) is { } problem)
        {
            throw new InUseException(problem, facts.Domain.Value);
        }

        if (facts.Signing.Keys is [var first, ..] signing)
        {
            var signs = signing.FirstOrDefault(key => key.Selector == request.Selector?.Value) ?? first;
            return facts.Has(signs) ? signs : throw new NotFoundException(
                FindingTable.RotationKeyNotInStore.With(("domain", facts.Domain), ("selector", signs.Selector)), facts.Domain.Value);
        }

        var wanted = request.Selector ?? request.NewSelector;
        if (facts.Stored.FirstOrDefault(key => key.Selector == wanted?.Value) is { } named)
        {
            return named;
        }

        if (request.Selector is not null || facts.Stored.Count == 0)
        {
            return null;
        }

        return facts.Stored is [var only] ? only : throw new InvalidInputException(
            FindingTable.SelectorAmbiguous.With(
                ("domain", facts.Domain), ("selectors", string.Join(", ", facts.Stored.Select(key => key.Selector)))),
            facts.Domain.Value);
    }

    private static RotationState New(RotationRequest request, RotationFacts facts, BootTimestamp now)
    {
        var key = KeyToRegister(request, facts);
        var signs = facts.Signing.Names(key);
        RotationStart.RequireFit(request, key?.Algorithm ?? request.Algorithm);
        return new RotationState(null, now)
        {
            Kind = RotationKind.Registration,
            New = key,
            Adopted = key is not null,
            SignedBefore = signs,
            NewSigned = signs,
            Wanted = key is null ? (request.Selector ?? request.NewSelector)?.Value : null,
            Algorithm = request.Algorithm,
            KeySize = request.KeySize,
            Watch = new RecordWatch { InUse = signs },
            OtherSelectors = [.. facts.Signing.Keys.Where(other => other.Selector != key?.Selector).Select(other => other.Selector)],
        };
    }

    /// <summary>The key that is being retired signs again. Where its removal has begun, a new one is generated.</summary>
    private static RotationState InsteadOf(RotationState retirement, RotationRequest request, RotationFacts facts, BootTimestamp now)
    {
        if (facts.Signing.ProblemOf(RotationKind.Registration) is { } problem)
        {
            throw new InUseException(problem, facts.Domain.Value);
        }

        // A removal that is still spreading to the servers looks like one that was undone: a new key is safer.
        if (RotationAbort.Resume(retirement, facts) is { } resumed
            && (facts.Signing.Keys.Count > 0 || !retirement.OutgoingOf(resumed.New!).RemovalEverAsked))
        {
            return resumed with { Kind = RotationKind.Registration, StartedAt = now, Summary = null, NotifiedAt = null };
        }

        var (outgoing, watch) = (retirement.Outgoing, retirement.Watch.ForAnother());
        if (outgoing.FirstOrDefault(key => key.Compromised && facts.Signing.Names(key.Key)) is { Key: var compromised })
        {
            // It still signs, so it is replaced as fast as possible.
            return new RotationState(compromised, now)
            {
                Compromised = true, Watch = watch, Outgoing = [.. outgoing.Where(key => key.Key != compromised)],
            };
        }

        var free = facts.Stored.Where(stored => outgoing.All(key => key.Key != stored));
        return New(request, facts with { Stored = [.. free] }, now) with { Watch = watch, Outgoing = outgoing };
    }
}
