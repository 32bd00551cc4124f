using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Get-DkimRecord: shows the record to publish for each key, in the form of the DNS provider.</summary>
[Cmdlet(VerbsCommon.Get, "DkimRecord")]
[OutputType(typeof(DkimDnsRecord), typeof(string))]
public sealed class GetDkimRecordCommand : NamedKeyCmdlet
{
    private DomainName? zone;

    /// <summary>The DNS provider. The default is the configured one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string? Provider { get; set; }

    /// <summary>The zone at the provider, if the domain is a subdomain of it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    public string? Zone { get; set; }

    /// <summary>Time to live, in seconds.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberCell(Name = "Ttl")]
    [NumberFrom]
    [ArgumentCompleter(typeof(NoCompleter))]
    public int? Ttl { get; set; }

    /// <summary>Adds t=y: the domain only tests DKIM.</summary>
    [Parameter]
    public SwitchParameter Testing { get; set; }

    /// <summary>Writes the lines as strings, which aren't wrapped at the terminal's width.</summary>
    [Parameter]
    public SwitchParameter AsText { get; set; }

    private protected override void Begin()
    {
        _ = string.IsNullOrEmpty(Provider) ? null : ProviderTable.Find(Provider);
        zone = Zone is null ? null : DomainName.Parse(Zone);
    }

    private protected override void Process(string domain) => WriteEach(Select(domain, Selectors), WriteRecord);

    private void WriteRecord(StoredKey key)
    {
        var chosen = string.IsNullOrEmpty(Provider) ? Configuration.ProviderFor(key.Domain) : ProviderTable.Find(Provider);
        var record = DkimDnsRecord.For(
            key.RecordName, key.PublicKey, new RecordOptions(chosen, Ttl ?? Configuration.Ttl, zone, Testing));
        if (AsText)
        {
            WriteObject(View.TextOf(record), enumerateCollection: true);
        }
        else
        {
            WriteObject(record);
        }
    }
}
