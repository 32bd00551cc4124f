using OpteriusDkim.Names;

namespace OpteriusDkim.Dns;

/// <summary>Looks up published records; no key is needed.</summary>
internal sealed class RecordResolver(IRecordLookup lookup)
{
    /// <summary>Looks up one name.</summary>
    /// <returns>An answer from each server.</returns>
    /// <exception cref="NotFoundException">The zone's servers were to be queried, and none is known.</exception>
    public async Task<IReadOnlyList<DkimDnsAnswer>> ResolveAsync(RecordName name, CancellationToken cancellation)
    {
        var answers = await AskAsync(name, cancellation).ConfigureAwait(false);
        if (!answers.Any(answer => answer is { Outcome: DnsOutcome.Found, Record: not { IsValid: true } }))
        {
            return answers;
        }

        var wildcard = await Wildcard.ProbeAsync(lookup, name.Domain, cancellation).ConfigureAwait(false);
        return wildcard.FindingFor(name) is { } finding
            ? [.. answers.Select(answer => wildcard.Gives(answer.Texts) ? answer.Under(name, finding) : answer)]
            : answers;
    }

    /// <summary>Looks for records under well-known selectors.</summary>
    /// <returns>The answers under selectors that exist; what a wildcard answers for all of them is given once, under the
    /// first.</returns>
    /// <exception cref="NotFoundException">The zone's servers were to be queried, and none is known.</exception>
    public async Task<IReadOnlyList<DkimDnsAnswer>> ResolveCommonAsync(DomainName domain, CancellationToken cancellation)
    {
        var names = CommonSelectors.All.Select(selector => new RecordName(domain, selector)).ToArray();
        var wildcard = await Wildcard.ProbeAsync(lookup, domain, cancellation).ConfigureAwait(false);
        var answers = await Task.WhenAll(names.Select(name => AskAsync(name, cancellation))).ConfigureAwait(false);
        var found = answers.SelectMany(each => each)
            .Where(answer => answer.Outcome == DnsOutcome.Found && !wildcard.Gives(answer.Texts));
        return wildcard.FindingFor(names[0]) is { } finding ? [wildcard.First!.Under(names[0], finding), .. found] : [.. found];
    }

    private async Task<IReadOnlyList<DkimDnsAnswer>> AskAsync(RecordName name, CancellationToken cancellation)
    {
        var observation = await lookup.ObserveAsync(name, cancellation).ConfigureAwait(false);
        return observation.Answers.Count > 0 || observation.Problems.Count == 0
            ? observation.Answers
            : throw new NotFoundException(observation.Problems[0], name.Value);
    }
}
