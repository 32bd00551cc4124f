namespace OpteriusDkim;

/// <summary>One key of a domain in a <see cref="DkimStatus"/>.</summary>
public sealed record DkimKeyStatus
{
    /// <summary>The selector.</summary>
    public required string Selector { get; init; }

    /// <summary>Whether the signer's configuration names this key for the domain; null where it couldn't be read.</summary>
    public bool? Signs { get; init; }

    /// <summary>The kind of key; null where there is none in the store.</summary>
    public DkimKeyAlgorithm? Algorithm { get; init; }

    /// <summary>Its size in bits; null where there is none in the store.</summary>
    public int? KeySize { get; init; }

    /// <summary>Its age in whole days; null where there is none in the store.</summary>
    public int? AgeDays { get; init; }

    /// <summary>What verification found; null where DNS wasn't asked.</summary>
    public DkimDnsStatus? DnsStatus { get; init; }

    /// <summary>The record to publish, in the form of the configured provider; null where there is no key in the store.</summary>
    public DkimDnsRecord? Record { get; init; }

    /// <summary>Selector, kind and size on one line.</summary>
    public override string ToString() => $"{Selector} {Algorithm} {KeySize}".TrimEnd();
}
