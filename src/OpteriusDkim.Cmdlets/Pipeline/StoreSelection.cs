using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>The keys of a store that selectors, and patterns of such, select.</summary>
internal sealed class StoreSelection(IKeyStore store)
{
    /// <summary>A filter for selectors: all, those that match a pattern, or named ones, which have to be valid.</summary>
    public static Func<Selector, bool> FilterOf(IReadOnlyList<string>? selectors)
    {
        if (selectors is null)
        {
            return _ => true;
        }

        var tests = selectors.Select(SelectorTest).ToArray();
        return selector => tests.Any(test => test(selector));
    }

    /// <summary>
    /// The keys of a domain that selectors select, and an error for each selector that is neither in the store nor otherwise known.
    /// </summary>
    public IEnumerable<StoreEntry> Exactly(
        DomainName domain, IReadOnlyList<string>? selectors, IEnumerable<Selector> known)
    {
        foreach (var entry in store.ListDomain(domain, FilterOf(selectors)))
        {
            yield return entry;
        }

        Selector[] present = [.. store.SelectorsOf(domain), .. known];
        if (selectors is null && present.Length == 0)
        {
            yield return new StoreEntry(null, Missing(domain, null));
        }

        foreach (var named in selectors?.Where(selector => !WildcardPattern.ContainsWildcardCharacters(selector)) ?? [])
        {
            if (!present.Contains(Selector.Parse(named)))
            {
                yield return new StoreEntry(null, Missing(domain, named));
            }
        }
    }

    /// <summary>The only matching key of a domain.</summary>
    /// <param name="selectors">Selectors or patterns; null for any.</param>
    public RecordName SingleKeyOf(DomainName domain, IReadOnlyList<string>? selectors)
    {
        var matching = store.SelectorsOf(domain).Where(FilterOf(selectors)).ToArray();
        return matching switch
        {
            [var only] => new RecordName(domain, only),
            [] => throw Missing(domain, selectors is [var first, ..] ? first : null),
            _ => throw new InvalidInputException(
                FindingTable.SelectorAmbiguous.With(("domain", domain), ("selectors", string.Join(", ", matching.AsEnumerable()))),
                domain.Value),
        };
    }

    /// <summary>The error for a key that isn't in the store.</summary>
    public NotFoundException Missing(DomainName domain, string? selector)
    {
        var others = store.SelectorsOf(domain);
        return others.Count == 0 || selector is null
            ? new NotFoundException(
                FindingTable.NotConfigured.With(("domain", domain), ("directory", store.Location)), domain.Value)
            : new NotFoundException(
                FindingTable.SelectorNotConfigured.With(
                    ("domain", domain),
                    ("selector", PrintableText.Clean(selector)),
                    ("selectors", string.Join(", ", others))),
                domain.Value);
    }

    private static Func<Selector, bool> SelectorTest(string text)
    {
        if (WildcardPattern.ContainsWildcardCharacters(text))
        {
            var pattern = DkimCmdlet.PatternOf(text);
            return selector => pattern.IsMatch(selector.Value);
        }

        var exact = Selector.Parse(text);
        return selector => selector == exact;
    }
}
