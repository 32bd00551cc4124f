namespace OpteriusDkim;

/// <summary>The DNS record to publish for a key.</summary>
public sealed class DkimDnsRecord
{
    private DkimDnsRecord(RecordName name, DkimPublicKey key, RecordOptions options)
    {
        Domain = name.Domain.Value;
        Selector = name.Selector.Value;
        DnsName = name.Value;
        Provider = options.Provider.Name;
        Name = options.Provider.RenderName(name, options.Zone ?? name.Domain);
        Ttl = options.Ttl;
        Strings = CharacterStrings.Split(TextOf(key, options.Testing)).ToStringList();
        Value = options.Provider.RenderValue(Strings);
    }

    private DkimDnsRecord(RecordToPublish record, Provider provider)
    {
        Domain = record.Name.Domain.Value;
        Selector = record.Name.Selector.Value;
        DnsName = record.Name.Value;
        Provider = provider.Name;
        Name = provider.RenderName(record.Name, record.Name.Domain);
        Ttl = record.Ttl;
        Strings = record.Strings.ToStringList();
        Value = provider.RenderValue(Strings);
    }

    /// <summary>The signing domain in A-labels.</summary>
    public string Domain { get; }

    /// <summary>The selector.</summary>
    public string Selector { get; }

    /// <summary>The full name, without a final dot: <c>selector._domainkey.domain</c>.</summary>
    public string DnsName { get; }

    /// <summary>Whose form <see cref="Name"/> and <see cref="Value"/> have.</summary>
    public string Provider { get; }

    /// <summary>The record's name, as the provider wants it typed.</summary>
    public string Name { get; }

    /// <summary>Always <c>TXT</c>.</summary>
    public string Type { get; } = "TXT";

    /// <summary>Time to live, in seconds.</summary>
    public int Ttl { get; }

    /// <summary>The value, as the provider wants it typed.</summary>
    public string Value { get; }

    /// <summary>The raw character-strings, at most 255 octets each.</summary>
    public IReadOnlyList<string> Strings { get; }

    /// <summary>Puts the record together.</summary>
    /// <param name="key">The key it publishes.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidInputException">The domain doesn't lie in the zone.</exception>
    public static DkimDnsRecord For(StoredKey key, RecordOptions options) => For(key.RecordName, key.PublicKey, options);

    /// <summary>Puts the record of a public key together.</summary>
    /// <param name="name">Where it goes.</param>
    /// <param name="key">The public key.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidInputException">The domain doesn't lie in the zone.</exception>
    public static DkimDnsRecord For(RecordName name, DkimPublicKey key, RecordOptions options) => new(name, key, options);

    /// <summary>Shows a record that is to be published or removed.</summary>
    /// <param name="record">The record.</param>
    /// <param name="provider">Whose form it is shown in.</param>
    public static DkimDnsRecord For(RecordToPublish record, Provider provider) => new(record, provider);

    /// <summary>The text of a record: <c>v=DKIM1; k=rsa; p=...</c> (RFC 6376 3.6.1).</summary>
    /// <param name="key">The public key.</param>
    /// <param name="testing">Whether to add <c>t=y</c>.</param>
    public static string TextOf(DkimPublicKey key, bool testing = false) =>
        $"{BeginningOf(key.Algorithm)}{(testing ? "t=y; " : "")}p={key.Base64}";

    /// <summary>The text of a tombstone: an empty <c>p=</c> says that the key is revoked (RFC 6376 3.6.1).</summary>
    /// <param name="algorithm">The algorithm of the key that was there.</param>
    public static string TombstoneTextOf(DkimKeyAlgorithm algorithm) => BeginningOf(algorithm) + "p=";

    /// <summary>
    /// A line for a zone file, in the form that opendkim-genkey's users know: relative to the domain, the strings in
    /// parentheses.
    /// </summary>
    /// <param name="key">The key it publishes.</param>
    public static string ZoneFileLine(StoredKey key)
    {
        var strings = CharacterStrings.Split(TextOf(key.PublicKey)).Select(CharacterStrings.Quote);
        return $"{key.Selector}._domainkey\tIN\tTXT\t( {string.Join("\n\t  ", strings)} )  ; ----- DKIM key {key.Selector} for {key.Domain}\n";
    }

    private static string BeginningOf(DkimKeyAlgorithm algorithm) =>
        $"v=DKIM1; k={(algorithm == DkimKeyAlgorithm.Rsa ? "rsa" : "ed25519")}; ";

    /// <summary>Name, type and value on one line.</summary>
    public override string ToString() => $"{Name} {Ttl} IN {Type} {Value}";
}
