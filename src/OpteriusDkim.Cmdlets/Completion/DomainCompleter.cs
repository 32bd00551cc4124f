using System.Collections;

namespace OpteriusDkim;

/// <summary>Completes the domains of the store.</summary>
public sealed class DomainCompleter : StoreCompleter
{
    private protected override IEnumerable<string[]> Candidates(IKeyStore store, IDictionary bound) =>
        store.Domains().Select(domain => new[] { domain.Value, domain.Unicode });
}
