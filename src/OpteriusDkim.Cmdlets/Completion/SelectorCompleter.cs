using System.Collections;

namespace OpteriusDkim;

/// <summary>Completes the selectors of the domain in the command, or those of all domains.</summary>
public sealed class SelectorCompleter : StoreCompleter
{
    private protected override IEnumerable<string[]> Candidates(IKeyStore store, IDictionary bound)
    {
        var named = (bound["Domain"] is object[] several ? several.FirstOrDefault() : bound["Domain"])?.ToString();
        var domains = DomainName.TryParse(named, out var domain) ? [domain] : store.Domains();
        return domains.SelectMany(store.SelectorsOf).Select(selector => new[] { selector.Value });
    }
}
