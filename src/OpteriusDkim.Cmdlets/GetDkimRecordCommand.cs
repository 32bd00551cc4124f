using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Get-DkimRecord: shows the record to publish for each key, in the form of the DNS provider.</summary>
[Cmdlet(VerbsCommon.Get, "DkimRecord", DefaultParameterSetName = OfKey)]
[OutputType(typeof(DkimDnsRecord), typeof(string))]
public sealed class GetDkimRecordCommand : NamedKeyCmdlet
{
    private const string OfKey = "Key";
    private const string OfDelegation = "Delegation";

    private readonly HashSet<RecordName> shown = [];
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
    [Parameter(ParameterSetName = OfKey)]
    public SwitchParameter Testing { get; set; }

    /// <summary>Shows the CNAMEs that the owner of a delegated domain publishes once.</summary>
    [Parameter(ParameterSetName = OfDelegation, Mandatory = true)]
    public SwitchParameter Delegation { get; set; }

    /// <summary>Writes the lines as strings, which aren't wrapped at the terminal's width.</summary>
    [Parameter]
    public SwitchParameter AsText { get; set; }

    private protected override void Begin()
    {
        _ = string.IsNullOrEmpty(Provider) ? null : ProviderTable.Find(Provider);
        zone = Zone is null ? null : DomainName.Parse(Zone);
    }

    private protected override void Process(string domain)
    {
        if (Delegation)
        {
            foreach (var each in DomainsOf(domain))
            {
                Try(() => WriteAliases(each));
            }
        }
        else
        {
            WriteEach(Select(domain, Selectors), WriteRecord);
        }
    }

    private void WriteRecord(StoredKey key) => Write(DkimDnsRecord.For(key.RecordName, key.PublicKey, GivenOptions(key.Domain)));

    private void WriteAliases(DomainName domain)
    {
        var delegation = Configuration.DelegationFor(domain)
            ?? throw new NotFoundException(FindingTable.DelegationNotSet.With(("domain", domain)), domain.Value);
        foreach (var selector in NamesAmong(Selectors)?.Where(named => !delegation.Has(named)) ?? [])
        {
            Try(() => throw new NotFoundException(
                FindingTable.SelectorNotDelegated.With(
                    ("selector", selector), ("domain", domain), ("selectors", delegation.Names)), selector.Value));
        }

        // Several keys of a domain may be piped.
        foreach (var selector in delegation.Selectors.Where(StoreSelection.FilterOf(Selectors)))
        {
            var alias = delegation.AliasOf(selector);
            if (shown.Add(alias))
            {
                Write(DkimDnsRecord.ForAlias(alias, delegation.TargetOf(selector), GivenOptions(domain)));
            }
        }
    }

    private RecordOptions GivenOptions(DomainName domain)
    {
        var configured = OptionsFor(domain);
        return configured with
        {
            Provider = string.IsNullOrEmpty(Provider) ? configured.Provider : ProviderTable.Find(Provider),
            Ttl = Ttl ?? configured.Ttl,
            Zone = zone,
            Testing = Testing,
        };
    }

    private void Write(DkimDnsRecord record)
    {
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
