using OpteriusDkim.Findings;
using OpteriusDkim.Names;

namespace OpteriusDkim.Rotation;

/// <summary>What a delegation means for the start of a rotation. Pure functions of the request and the facts.</summary>
internal static class DelegationStart
{
    /// <summary>Checks that a selector that was asked for is one of the set.</summary>
    /// <exception cref="NotFoundException">It isn't.</exception>
    public static void RequireDelegated(Selector? wanted, Delegation? delegation)
    {
        if (wanted is not null && delegation?.Has(wanted) == false)
        {
            throw new NotFoundException(
                FindingTable.SelectorNotDelegated.With(
                    ("selector", wanted), ("domain", delegation.Domain), ("selectors", delegation.Names)), wanted.Value);
        }
    }

    /// <summary>
    /// The facts for a registration: of the keys that don't sign and weren't named, it adopts only those of the set. An ordinary key
    /// would have to be published by the owner of the domain.
    /// </summary>
    /// <exception cref="NotFoundException">A selector was named that isn't one of the set and has no key.</exception>
    public static RotationFacts KeysFor(RotationRequest request, RotationFacts facts, Delegation? delegation)
    {
        if (delegation is null || facts.Signing.Keys.Count > 0)
        {
            return facts;
        }

        if (request.Selector is not { } named)
        {
            return facts with { Stored = [.. facts.Stored.Where(key => delegation.Has(key.Selector))] };
        }

        if (facts.Stored.All(key => key.Selector != named.Value))
        {
            RequireDelegated(named, delegation);
        }

        return facts;
    }
}
