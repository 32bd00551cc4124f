using OpteriusDkim.Findings;

namespace OpteriusDkim.Names;

/// <summary>
/// The name of a key's record: <c>selector._domainkey.domain</c> (RFC 6376 3.6.2.1), or the name in a zone of ours to which it is
/// delegated.
/// </summary>
internal sealed record RecordName
{
    /// <exception cref="InvalidInputException">The name is longer than 253 characters.</exception>
    public RecordName(DomainName domain, Selector selector)
    {
        Domain = domain;
        Selector = selector;
        Value = FullName(domain, selector);
        if (Value.Length > DnsLabel.LongestName)
        {
            throw new InvalidInputException(
                FindingTable.NameTooLong.With(
                    ("name", PrintableText.Quote(Value)),
                    ("length", Value.Length),
                    ("limit", DnsLabel.LongestName)),
                Value);
        }
    }

    private RecordName(RecordName name, string place)
    {
        (Domain, Selector, Value) = (name.Domain, name.Selector, place);
        IsDelegated = true;
    }

    /// <summary>The signing domain.</summary>
    public DomainName Domain { get; }

    /// <summary>The selector.</summary>
    public Selector Selector { get; }

    /// <summary>The whole name without a final dot.</summary>
    public string Value { get; }

    /// <summary>Whether it is a name in a zone of ours, to which the name in the domain is an alias.</summary>
    public bool IsDelegated { get; }

    /// <summary>The name in the domain itself.</summary>
    public RecordName InDomain => IsDelegated ? new RecordName(Domain, Selector) : this;

    /// <summary>The name in a zone of ours that holds the same key's record.</summary>
    /// <param name="place">The name, without a final dot.</param>
    public RecordName At(string place) => new(this, place);

    /// <summary>Whether a text is a selector and the record name isn't too long.</summary>
    internal static bool Fits(DomainName domain, string selector) =>
        Selector.TryParse(selector, out var read) && FullName(domain, read).Length <= DnsLabel.LongestName;

    /// <summary>The name relative to a zone.</summary>
    /// <param name="zone">A zone that contains the domain.</param>
    /// <exception cref="InvalidInputException">The domain isn't in this zone.</exception>
    public string RelativeTo(DomainName zone)
    {
        if (Value.EndsWith("." + zone.Value, StringComparison.Ordinal)
            && (IsDelegated || Domain == zone || Domain.Value.EndsWith("." + zone.Value, StringComparison.Ordinal)))
        {
            return Value[..^(zone.Value.Length + 1)];
        }

        throw new InvalidInputException(
            FindingTable.ZoneOutside.With(("domain", Domain), ("zone", zone)), zone.Value);
    }

    /// <summary>The whole name without a final dot.</summary>
    public override string ToString() => Value;

    private static string FullName(DomainName domain, Selector selector) => $"{selector.Value}._domainkey.{domain.Value}";
}
