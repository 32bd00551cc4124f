using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Records;
using OpteriusDkim.Records.Providers;

namespace OpteriusDkim;

/// <summary>The DNS record to publish for a key, or the CNAME that delegates a selector.</summary>
public sealed class DkimDnsRecord
{
    private const string AliasType = "CNAME";

    private DkimDnsRecord(RecordName name, IReadOnlyList<string> strings, RecordOptions options, DkimKeyAlgorithm algorithm)
    {
        var zone = options.Zone ?? name.Domain;
        var isRevoked = KeyRecordReader.Read(string.Concat(strings)).IsRevoked;
        var fits = options.Provider.CanPublish(name, zone, algorithm, isRevoked);
        var form = fits ? options.Provider : ProviderTable.Find(ProviderTable.DefaultName);
        Domain = name.Domain.Value;
        Selector = name.Selector.Value;
        DnsName = name.Value;
        Provider = options.Provider.Name;
        Name = form.RenderName(name, zone);
        Type = form.RecordType;
        Ttl = options.Ttl;
        Strings = strings.ToStringList();
        Value = form.RenderValue(Strings);
        Notes = (fits
            ? RecordNotes.For(options.Provider, name, options.Zone, Ttl, Value)
            : RecordNotes.NotPublishable(options.Provider, name, zone, isRevoked)).ToNoteList();
    }

    private DkimDnsRecord(RecordName alias, string target, RecordOptions options)
    {
        var provider = options.Provider;
        Domain = alias.Domain.Value;
        Selector = alias.Selector.Value;
        DnsName = alias.Value;
        Provider = provider.Name;
        Name = provider.RenderAlias(alias, options.Zone ?? alias.Domain);
        Type = AliasType;
        Ttl = options.Ttl;
        Strings = Array.Empty<string>().ToStringList();
        Value = provider.RenderTarget(target);
        Notes = RecordNotes.ForAlias(provider, alias, options.Zone, Ttl).ToNoteList();
    }

    private DkimDnsRecord(DkimDnsRecord other, string target)
    {
        Domain = other.Domain;
        Selector = other.Selector;
        Provider = other.Provider;
        DnsName = target;
        Name = target;
        Type = other.Type;
        Ttl = other.Ttl;
        Strings = other.Strings;
        Value = other.Value;
        Notes = new[] { $"The record belongs to the zone of {target}, to which {other.DnsName} is an alias." }.ToNoteList();
    }

    /// <summary>The signing domain in A-labels.</summary>
    public string Domain { get; }

    /// <summary>The selector.</summary>
    public string Selector { get; }

    /// <summary>The full name, without a final dot: <c>selector._domainkey.domain</c>.</summary>
    public string DnsName { get; }

    /// <summary>The provider whose form <see cref="Name"/> and <see cref="Value"/> have.</summary>
    public string Provider { get; }

    /// <summary>The record's name in the provider's form.</summary>
    public string Name { get; }

    /// <summary>
    /// The record type to choose in the provider's form: <c>TXT</c>, the panel's own type that writes the TXT record, or <c>CNAME</c>.
    /// </summary>
    public string Type { get; }

    /// <summary>Time to live, in seconds.</summary>
    public int Ttl { get; }

    /// <summary>The value in the provider's form.</summary>
    public string Value { get; }

    /// <summary>The raw character-strings, at most 255 octets each; none for a CNAME.</summary>
    public IReadOnlyList<string> Strings { get; }

    /// <summary>Notes for entering it: how the provider completes the name, its limits, and later steps.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Whether it is the CNAME of a delegated selector.</summary>
    internal bool IsAlias => Type == AliasType;

    /// <summary>Builds the record of a public key.</summary>
    /// <param name="name">Where it goes.</param>
    /// <param name="key">The public key.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidInputException">The domain isn't in the zone.</exception>
    internal static DkimDnsRecord For(RecordName name, DkimPublicKey key, RecordOptions options) =>
        Shown(options.Delegation?.PlaceOf(name) ?? name, CharacterStrings.Split(TextOf(key, options.Testing)), options, key.Algorithm);

    /// <summary>Shows a record that is to be published or removed.</summary>
    /// <param name="record">The record.</param>
    /// <param name="provider">Whose form it is shown in.</param>
    internal static DkimDnsRecord For(RecordToPublish record, DkimProvider provider) =>
        Shown(record.Name, record.Strings, new RecordOptions(provider, record.Ttl), record.Key.Algorithm);

    /// <summary>The CNAME that delegates a selector.</summary>
    /// <param name="alias">Its name in the customer's zone.</param>
    /// <param name="target">The name that it points to.</param>
    /// <param name="options">How.</param>
    internal static DkimDnsRecord ForAlias(RecordName alias, string target, RecordOptions options) => new(alias, target, options);

    /// <summary>The same at the target of an alias, by its full name.</summary>
    /// <param name="target">The target.</param>
    internal DkimDnsRecord At(string target) => new(this, target);

    /// <summary>The text of a record: <c>v=DKIM1; k=rsa; p=...</c> (RFC 6376 3.6.1).</summary>
    /// <param name="key">The public key.</param>
    /// <param name="testing">Whether to add <c>t=y</c>.</param>
    internal static string TextOf(DkimPublicKey key, bool testing = false) =>
        $"{BeginningOf(key.Algorithm)}{(testing ? "t=y; " : "")}p={key.Base64}";

    /// <summary>The text of a revocation record: an empty <c>p=</c> (RFC 6376 3.6.1).</summary>
    /// <param name="algorithm">The algorithm of the key that was there.</param>
    public static string TombstoneTextOf(DkimKeyAlgorithm algorithm) => BeginningOf(algorithm) + "p=";

    /// <summary>
    /// A line for a zone file, in the form that opendkim-genkey's users know: relative to the domain, the strings in
    /// parentheses.
    /// </summary>
    /// <param name="name">The record's name.</param>
    /// <param name="key">The key that it publishes.</param>
    internal static string ZoneFileLine(RecordName name, DkimPublicKey key)
    {
        var strings = string.Join("\n\t  ", CharacterStrings.Split(TextOf(key)).Select(CharacterStrings.Quote));
        return $"{name.Selector}._domainkey\tIN\tTXT\t( {strings} )  ; ----- DKIM key {name.Selector} for {name.Domain}\n";
    }

    /// <summary>A delegated record is shown by its full name, since its zone isn't the customer's.</summary>
    private static DkimDnsRecord Shown(
        RecordName name, IReadOnlyList<string> strings, RecordOptions options, DkimKeyAlgorithm algorithm)
    {
        var record = new DkimDnsRecord(name.InDomain, strings, options, algorithm);
        return name.IsDelegated ? record.At(name.Value) : record;
    }

    private static string BeginningOf(DkimKeyAlgorithm algorithm) =>
        $"v=DKIM1; k={(algorithm == DkimKeyAlgorithm.Rsa ? "rsa" : "ed25519")}; ";

    /// <summary>The record as a line of a zone file, independent of the provider.</summary>
    public override string ToString() => IsAlias
        ? $"{DnsName}. {Ttl} IN CNAME {Value.TrimEnd('.')}."
        : $"{DnsName}. {Ttl} IN TXT {CharacterStrings.Quote(Strings)}";
}
