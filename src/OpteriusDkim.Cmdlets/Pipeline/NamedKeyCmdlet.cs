using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>What the cmdlets share that work on keys, or records, of any domains and selectors: whose, each with its own errors.</summary>
public abstract class NamedKeyCmdlet : KeyCmdlet
{
    /// <summary>The signing domains; wildcards are taken, and mean domains of the store.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [Alias("DomainName", "FQDN")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set; } = [];

    /// <summary>The selectors, wildcards are taken; all that the domain has keys for where none is given.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SelectorCompleter))]
    public string[]? Selector { get; set; }

    /// <summary>The selectors that were given, or null.</summary>
    private protected string[]? Selectors => Given(Selector);

    /// <summary>The selectors among those given that are names and not patterns.</summary>
    private protected static Selector[]? NamesAmong(string[]? selectors) =>
        selectors?.Where(text => !WildcardPattern.ContainsWildcardCharacters(text)).Select(Names.Selector.Parse).ToArray();

    private protected sealed override void Process()
    {
        foreach (var domain in Domain)
        {
            Try(() => Process(domain));
        }
    }

    /// <summary>Works on one domain, or a pattern of such.</summary>
    private protected abstract void Process(string domain);
}
