using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Rotation.Journals;

namespace OpteriusDkim.Rotation;

/// <summary>How a rotation starts or is replaced. Pure functions of the journal and the facts.</summary>
internal static class RotationStart
{
    /// <summary>The journal with a rotation that does what is asked; unchanged where there is nothing to start.</summary>
    /// <exception cref="DkimException">It can't be done; nothing has changed.</exception>
    public static Journal Begin(
        Journal journal, RotationRequest request, RotationFacts facts, RotationPolicy policy, BootTimestamp now)
    {
        if (request.Abort)
        {
            return journal with { Current = RotationAbort.Begin(journal.Current, facts) };
        }

        if (request.Compromised && journal.Current is not { Compromised: true })
        {
            return journal with { Current = ReplaceCompromised(journal.Current, request, facts, now) };
        }

        if (request.OnlyContinue)
        {
            return journal;
        }

        return request.Kind switch
        {
            RotationKind.Registration => RegistrationStart.Begin(
                journal, request, DelegationStart.KeysFor(request, facts, policy.Delegation), now),
            RotationKind.Retirement => RetirementStart.Begin(journal, request, facts, now),
            _ => BeginRotation(journal, request, facts, policy, now),
        };
    }

    /// <summary>
    /// The completed rotation that introduced a key less than the interval ago, or null. An aborted one doesn't count, nor does one of a
    /// former key of the same selector.
    /// </summary>
    public static PastRotation? RecentRotationTo(RotationKey key, Journal journal, RotationPolicy policy, BootTimestamp now) =>
        journal.Past.LastOrDefault(past =>
            past is { Phase: RotationPhase.Completed, Kind: RotationKind.Rotation } && past.New == key
            && now.Since(past.EndedAt) < policy.Interval);

    /// <summary>Checks that the parameters for the new key fit together and to the domain.</summary>
    /// <exception cref="InvalidInputException">They don't.</exception>
    public static void RequireFit(RotationRequest request, DkimKeyAlgorithm? algorithm)
    {
        if ((request.NewSelector ?? request.Selector) is { } wanted)
        {
            _ = new RecordName(request.Domain, wanted);
        }

        if (request.KeySize is { } size && (request.Algorithm ?? algorithm) == DkimKeyAlgorithm.Ed25519)
        {
            throw new InvalidInputException(FindingTable.KeySizeNotApplicable.With(("size", size)), size);
        }
    }

    private static Journal BeginRotation(
        Journal journal, RotationRequest request, RotationFacts facts, RotationPolicy policy, BootTimestamp now)
    {
        if (journal.Current is not null)
        {
            return journal;
        }

        var old = KeyToReplace(request, facts);
        if (!request.Force && !request.Compromised && RecentRotationTo(old, journal, policy, now) is not null)
        {
            return journal;
        }

        RequireFit(request, old.Algorithm);
        DelegationStart.RequireDelegated(request.NewSelector, policy.Delegation);
        RequireFree(request, facts, policy.Delegation is null ? journal.Selectors : []);
        return journal with { Current = New(request, facts, old, now) };
    }

    private static RotationState New(RotationRequest request, RotationFacts facts, RotationKey old, BootTimestamp now) => new(old, now)
    {
        Wanted = request.NewSelector?.Value,
        Algorithm = request.Algorithm ?? old.Algorithm,
        KeySize = request.KeySize,
        Compromised = request.Compromised,
        OtherSelectors = [.. facts.Signing.Keys.Where(key => key.Selector != old.Selector).Select(key => key.Selector)],
    };

    private static RotationKey KeyToReplace(RotationRequest request, RotationFacts facts)
    {
        if (facts.Signing.ProblemOf(RotationKind.Rotation) is { } problem)
        {
            throw new InUseException(problem, facts.Domain.Value);
        }

        var signing = facts.Signing.Keys;
        if (signing.Count == 0)
        {
            throw new NotFoundException(FindingTable.RotationNothingSigns.With(("domain", facts.Domain)), facts.Domain.Value);
        }

        var shown = string.Join(", ", signing.Select(key => key.Selector));
        if (request.Selector is null && signing.Count > 1)
        {
            throw new InvalidInputException(
                FindingTable.RotationSelectorNeeded.With(("domain", facts.Domain), ("selectors", shown)), facts.Domain.Value);
        }

        var old = request.Selector is { } wanted
            ? signing.FirstOrDefault(key => key.Selector == wanted.Value) ?? throw new NotFoundException(
                FindingTable.RotationSelectorNotSigning.With(("selector", wanted), ("domain", facts.Domain), ("selectors", shown)),
                wanted.Value)
            : signing[0];
        return facts.Has(old) ? old : throw new NotFoundException(
            FindingTable.RotationKeyNotInStore.With(("domain", facts.Domain), ("selector", old.Selector)), facts.Domain.Value);
    }

    private static void RequireFree(RotationRequest request, RotationFacts facts, IReadOnlyList<string> used)
    {
        if (request.NewSelector?.Value is { } wanted
            && (facts.Stored.Any(key => key.Selector == wanted)
            || facts.Signing.Keys.Any(key => key.Selector == wanted)
            || used.Contains(wanted)))
        {
            throw new AlreadyExistsException(
                FindingTable.NewSelectorTaken.With(("selector", wanted), ("domain", facts.Domain)), wanted);
        }
    }

    /// <summary>The replacement of a compromised key takes precedence over a rotation in progress.</summary>
    private static RotationState ReplaceCompromised(RotationState? current, RotationRequest request, RotationFacts facts, BootTimestamp now)
    {
        if (current is null)
        {
            return New(request, facts, KeyToReplace(request, facts), now);
        }

        // A key that no longer signs, but whose record is still published, is revoked without waiting for mail.
        if (request.Selector is { } named
            && current.Outgoing.FirstOrDefault(key => key.Key.Selector == named.Value && !facts.Signing.Names(key.Key)) is { } outgoing)
        {
            return current.With(outgoing with { Compromised = true });
        }

        var old = KeyToReplace(request, facts);
        var next = New(request, facts, old, now) with
        {
            Skipped = current.Skipped,
            Watch = current.Watch.ForAnother(),
            Outgoing = [.. current.Outgoing.Where(key => key.Key.Selector != old.Selector)],
        };

        foreach (var other in new[] { current.New, current.Old }.OfType<RotationKey>().Where(key => key.Selector != old.Selector))
        {
            if (next.Outgoing.All(key => key.Key.Selector != other.Selector) && !facts.Signing.Names(other))
            {
                // A key that was in the store before a registration isn't the rotation's to delete.
                next = next.StartRetiring(other == current.New && current.Adopted
                    ? current.NewOutgoing(recordGone: false)
                    : new OutgoingKey(other, Signed: other == current.Old || current.Aborting || current.NewSigned)
                    {
                        PublishAsked = current.PublishAsked,
                        PartlyPublished = other == current.New && current.PublishAsked && current.Watch.RightSince is null,
                    });
            }
        }

        return next;
    }
}
