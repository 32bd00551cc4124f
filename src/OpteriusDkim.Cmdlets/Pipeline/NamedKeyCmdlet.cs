using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>The base of cmdlets with -Domain and -Selector.</summary>
public abstract class NamedKeyCmdlet : KeyCmdlet
{
    /// <summary>The signing domains, with wildcards that match domains of the store.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [Alias("DomainName", "FQDN")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set; } = [];

    /// <summary>The selectors, with wildcards. The default is all selectors of the domain's keys.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [SelectorCell]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SelectorCompleter))]
    public string[]? Selector { get; set; }

    /// <summary>The given selectors, or null.</summary>
    private protected string[]? Selectors => Given(Selector);

    /// <summary>The given selectors that aren't patterns.</summary>
    private protected static Selector[]? NamesAmong(string[]? selectors) =>
        selectors?.Where(text => !WildcardPattern.ContainsWildcardCharacters(text)).Select(Names.Selector.Parse).ToArray();

    private protected sealed override void Process()
    {
        foreach (var domain in Domain)
        {
            Try(() => Process(domain));
        }
    }

    /// <summary>Processes a domain or a pattern.</summary>
    private protected abstract void Process(string domain);
}
