using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Get-DkimProvider: lists the supported DNS services and the form of records for each.</summary>
[Cmdlet(VerbsCommon.Get, "DkimProvider")]
[OutputType(typeof(DkimProvider))]
public sealed class GetDkimProviderCommand : DkimCmdlet
{
    /// <summary>Names or aliases, with wildcards. The default is all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Provider")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected override void Process()
    {
        foreach (var name in Name)
        {
            Try(() => WriteObject(Select(name), enumerateCollection: true));
        }
    }

    private static IEnumerable<DkimProvider> Select(string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            return [ProviderTable.Find(name)];
        }

        var pattern = PatternOf(name);
        return ProviderTable.All.Where(provider => provider.Aliases.Prepend(provider.Name).Any(pattern.IsMatch));
    }
}
