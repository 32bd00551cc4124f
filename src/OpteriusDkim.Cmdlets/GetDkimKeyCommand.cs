using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Get-DkimKey: lists the keys of the store.</summary>
[Cmdlet(VerbsCommon.Get, "DkimKey")]
[OutputType(typeof(DkimKey))]
public sealed class GetDkimKeyCommand : KeyCmdlet
{
    /// <summary>The signing domains; wildcards are taken.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [DomainFromObject]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DomainCompleter))]
    public string[] Domain { get; set; } = ["*"];

    /// <summary>The selectors; wildcards are taken.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SelectorCompleter))]
    public string[]? Selector { get; set; }

    private protected override void Process()
    {
        foreach (var domain in Domain)
        {
            Try(() => WriteEach(Select(domain, Given(Selector)), key => WriteObject(Show(key))));
        }
    }
}
