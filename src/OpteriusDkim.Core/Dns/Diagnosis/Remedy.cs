using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Dns.Diagnosis;

/// <summary>Advice for correcting a record: which name and value to enter, and how to check the result.</summary>
internal sealed class Remedy
{
    private readonly (string Name, object? Value)[] values;

    /// <summary>Renders the record for the provider.</summary>
    /// <param name="options">The provider where it is entered, the zone that this shows, and the domain's delegation.</param>
    /// <param name="server">The server to check with.</param>
    public Remedy(StoredKey key, RecordOptions options, DnsServer server)
    {
        var (provider, zone) = (options.Provider, options.Zone);
        var record = DkimDnsRecord.For(key.RecordName, key.PublicKey, options);
        var shortens = provider.NameForm == NameForm.Absolute && record.DnsName == key.RecordName.Value;
        values =
        [
            ("name", key.RecordName), ("domain", key.Domain), ("provider", provider.Name),
            ("entry", Entry(record.Name, record)),
            ("short", Entry(shortens ? key.RecordName.RelativeTo(zone ?? key.Domain) : record.Name, record)),
            ("look", "\nTo check the result:" + LookupCommands.For(key.RecordName.Value, server)),
        ];
    }

    private static string Entry(string name, DkimDnsRecord record) => $"\nName:  {name}\nType:  {record.Type}\nValue: {record.Value}";

    /// <summary>A finding with this advice.</summary>
    public DkimFinding For(FindingRule rule, params (string Name, object? Value)[] more) => rule.With([.. values, .. more]);
}
