using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Get-DkimKey: lists the keys of the store, and with -All also retired ones.</summary>
[Cmdlet(VerbsCommon.Get, "DkimKey")]
[OutputType(typeof(DkimKey))]
public sealed class GetDkimKeyCommand : KeyCmdlet
{
    private readonly KeyComparison comparison = new();
    private RotationHistory? history;

    /// <summary>The signing domains, with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [Alias("DomainName", "FQDN")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set; } = ["*"];

    /// <summary>The selectors, with wildcards.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [SelectorCell]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SelectorCompleter))]
    public string[]? Selector { get; set; }

    /// <summary>Whether to list retired keys as well, from the rotation journals.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private RotationHistory History => history ??= new RotationHistory(Configuration.RotationSettings);

    private protected override void Process()
    {
        foreach (var domain in Domain)
        {
            Try(() =>
            {
                if (All)
                {
                    WriteAll(domain);
                }
                else
                {
                    WriteEach(Counted("Reading DKIM keys", Select(domain, Given(Selector)), Expected(domain), writesEach: true), Write);
                }
            });
        }
    }

    private protected override void End()
    {
        base.End();
        Report(comparison.EqualKeys());
        Report(comparison.CommonFactors(Cancellation));
    }

    /// <summary>How many keys there may be, for the time left: most domains have one.</summary>
    private int Expected(string domain) =>
        MyInvocation.ExpectingInput || !WildcardPattern.ContainsWildcardCharacters(domain) ? 0 : DomainsOf(domain).Count();

    /// <summary>Writes a key, and warns about weaknesses other than its size, which the object contains.</summary>
    private void Write(StoredKey key)
    {
        comparison.Add(key.RecordName.Value, key.PublicKey);
        WriteObject(Show(key));
        foreach (var weakness in key.PublicKey.Weaknesses().Where(weakness => weakness.Code != key.PublicKey.Weakness()?.Code))
        {
            WriteWarning($"{key.RecordName}: {weakness.Message} {weakness.Advice}");
        }
    }

    private void WriteAll(string domain)
    {
        var isPattern = WildcardPattern.ContainsWildcardCharacters(domain);
        foreach (var name in DomainsOf(
            domain, Store.Domains().Union(History.Domains()).OrderBy(name => name.Value, StringComparer.Ordinal)))
        {
            Try(() => WriteAll(name, isPattern));
        }
    }

    private void WriteAll(DomainName domain, bool isPattern)
    {
        var selectors = Given(Selector);
        var wanted = StoreSelection.FilterOf(selectors);
        var retired = History.RetiredKeysOf(domain).Where(key => wanted(key.RecordName.Selector)).ToArray();
        var active = new HashSet<(RecordName, DkimPublicKey)>();
        WriteEach(isPattern
            ? Store.ListDomain(domain, wanted)
            : Selection.Exactly(domain, selectors, retired.Select(key => key.RecordName.Selector)), key =>
        {
            active.Add((key.RecordName, key.PublicKey));
            Write(key);
        });
        foreach (var key in retired.Where(key => !active.Contains((key.RecordName, key.PublicKey))))
        {
            WriteObject(DkimKey.Of(key, OptionsFor(domain)));
        }
    }
}
