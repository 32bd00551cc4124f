using OpteriusDkim.Findings;

namespace OpteriusDkim.Names;

/// <summary>Where a key's record lives: <c>selector._domainkey.domain</c> (RFC 6376 3.6.2.1).</summary>
internal sealed record RecordName
{
    /// <summary>Puts the name together.</summary>
    /// <exception cref="InvalidInputException">The whole is longer than 253 characters.</exception>
    public RecordName(DomainName domain, Selector selector)
    {
        Domain = domain;
        Selector = selector;
        Value = Whole(domain, selector);
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

    /// <summary>The signing domain.</summary>
    public DomainName Domain { get; }

    /// <summary>The selector.</summary>
    public Selector Selector { get; }

    /// <summary>The whole name without a final dot.</summary>
    public string Value { get; }

    /// <summary>Whether a text is a selector, and short enough for a record at this domain.</summary>
    internal static bool Fits(DomainName domain, string selector) =>
        Selector.TryParse(selector, out var read) && Whole(domain, read).Length <= DnsLabel.LongestName;

    /// <summary>The name as a zone's owner types it: without the zone's own labels.</summary>
    /// <param name="zone">A zone that holds the domain.</param>
    /// <exception cref="InvalidInputException">The domain doesn't lie in this zone.</exception>
    public string RelativeTo(DomainName zone)
    {
        if (Value.EndsWith("." + zone.Value, StringComparison.Ordinal)
            && (Domain == zone || Domain.Value.EndsWith("." + zone.Value, StringComparison.Ordinal)))
        {
            return Value[..^(zone.Value.Length + 1)];
        }

        throw new InvalidInputException(
            FindingTable.ZoneOutside.With(("domain", Domain), ("zone", zone)), zone.Value);
    }

    /// <summary>The whole name without a final dot.</summary>
    public override string ToString() => Value;

    private static string Whole(DomainName domain, Selector selector) => $"{selector.Value}._domainkey.{domain.Value}";
}
