using OpteriusDkim.Findings;

namespace OpteriusDkim.Names;

/// <summary>
/// A fixed set of selectors whose records are in a zone of ours: the customer's zone has a CNAME for each of them that points
/// to its target there.
/// </summary>
/// <param name="Domain">The domain that is delegated.</param>
/// <param name="Zone">The zone that holds the records.</param>
/// <param name="Selectors">The selectors in the order in which they take turns; at least two.</param>
/// <param name="Template">The target's name below the zone.</param>
internal sealed record Delegation(DomainName Domain, DomainName Zone, IReadOnlyList<Selector> Selectors, DelegationTemplate Template)
{
    /// <summary>The fewest selectors that a rotation can alternate between.</summary>
    public const int FewestSelectors = 2;

    /// <summary>The selectors of the set as text.</summary>
    public string Names => string.Join(", ", Selectors);

    /// <summary>Whether a selector is one of the set.</summary>
    public bool Has(Selector selector) => Selectors.Contains(selector);

    /// <summary>Whether a selector is one of the set.</summary>
    public bool Has(string selector) => Selectors.Any(own => own.Value == selector);

    /// <summary>The name of the CNAME in the customer's zone.</summary>
    public RecordName AliasOf(Selector selector) => new(Domain, selector);

    /// <summary>The name in our zone that the CNAME of a selector points to.</summary>
    public string TargetOf(Selector selector) => Template.Fill(selector, Domain, Zone);

    /// <summary>The name that holds a key's record: the target for a selector of the set, else the record's own name.</summary>
    public RecordName PlaceOf(RecordName name) => Has(name.Selector) ? name.At(TargetOf(name.Selector)) : name;

    /// <summary>Checks that a name of the set isn't too long for the domain.</summary>
    /// <exception cref="InvalidInputException">One is; the message has it.</exception>
    public Delegation RequireFit()
    {
        foreach (var selector in Selectors)
        {
            // The constructor checks the length.
            _ = AliasOf(selector);
            var target = TargetOf(selector);
            if (target.Length > DnsLabel.LongestName)
            {
                throw new InvalidInputException(
                    FindingTable.DelegationNameTooLong.With(
                        ("name", target), ("domain", Domain), ("length", target.Length), ("limit", DnsLabel.LongestName)),
                    Domain.Value);
            }
        }

        return this;
    }
}
