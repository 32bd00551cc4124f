using OpteriusDkim.Dns.Diagnosis;
using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Names;

namespace OpteriusDkim.Dns;

/// <summary>Shows what is live at a record's name; no key is needed.</summary>
internal sealed class RecordResolver
{
    private readonly RecordLookup lookup;

    /// <summary>Puts it together.</summary>
    /// <param name="lookup">Looks.</param>
    public RecordResolver(RecordLookup lookup) => this.lookup = lookup;

    /// <summary>Looks one name up.</summary>
    /// <param name="name">Domain and selector.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <returns>An answer a server.</returns>
    /// <exception cref="NotFoundException">Every server of the zone was to be asked, and none of them is known.</exception>
    public async Task<IReadOnlyList<DkimDnsAnswer>> ResolveAsync(RecordName name, CancellationToken cancellation)
    {
        var answers = await AskAsync(name, cancellation).ConfigureAwait(false);
        var odd = answers.Any(answer => answer is { Outcome: DnsOutcome.Found, Record: not { IsValid: true } });
        return odd && await FindWildcardAsync(name, cancellation).ConfigureAwait(false) is { } wildcard
            ? [.. answers.Select(answer => new DkimDnsAnswer(name, answer.Answer, Same(answer, wildcard) ? [wildcard.Findings[^1]] : null))]
            : answers;
    }

    /// <summary>Looks for records under well-known selectors.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <returns>The answers under selectors that there are; what a wildcard answers for all of them is given once, under the
    /// first.</returns>
    /// <exception cref="NotFoundException">Every server of the zone was to be asked, and none of them is known.</exception>
    public async Task<IReadOnlyList<DkimDnsAnswer>> ResolveCommonAsync(DomainName domain, CancellationToken cancellation)
    {
        var names = CommonSelectors.All.Select(selector => new RecordName(domain, selector)).ToArray();
        var wildcard = await FindWildcardAsync(names[0], cancellation).ConfigureAwait(false);
        var answers = await Task.WhenAll(names.Select(name => AskAsync(name, cancellation))).ConfigureAwait(false);
        var found = answers.SelectMany(each => each).Where(
            answer => answer.Outcome == DnsOutcome.Found && (wildcard is null || !Same(answer, wildcard)));
        return wildcard is null ? [.. found] : [wildcard, .. found];
    }

    private async Task<IReadOnlyList<DkimDnsAnswer>> AskAsync(RecordName name, CancellationToken cancellation)
    {
        var look = await lookup.ObserveAsync(name.Value, cancellation).ConfigureAwait(false);
        return look.Answers.Count > 0 || look.Problems.Count == 0
            ? [.. look.Answers.Select(answer => new DkimDnsAnswer(name, answer))]
            : throw new NotFoundException(look.Problems[0], name.Value);
    }

    /// <summary>What a wildcard answers, as if it had been asked for this name; null where there is none.</summary>
    private async Task<DkimDnsAnswer?> FindWildcardAsync(RecordName name, CancellationToken cancellation)
    {
        var look = await lookup.ObserveAsync(Wildcard.NameBelow(name.Domain), cancellation).ConfigureAwait(false);
        return look.Answers.FirstOrDefault(answer => answer.Outcome == DnsOutcome.Found) is { } answer
            ? new DkimDnsAnswer(name, answer, [Wildcard.FindingOf(name, answer)!])
            : null;
    }

    private static bool Same(DkimDnsAnswer one, DkimDnsAnswer other) =>
        one.Texts.Order(StringComparer.Ordinal).SequenceEqual(other.Texts.Order(StringComparer.Ordinal));
}
