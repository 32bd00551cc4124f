using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Dns.Diagnosis;

/// <summary>Finds out why a record isn't right. If it is, no queries are sent.</summary>
/// <param name="resolvers">The resolvers, with a client that follows aliases.</param>
/// <param name="zones">Queries every server of a zone.</param>
/// <param name="optionsOf">The DNS provider in whose form advice is given, and the domain's delegation.</param>
/// <param name="selectorsOf">The selectors for which a domain has stored keys.</param>
internal sealed class RecordDiagnosis(
    Resolvers resolvers, ZoneDirectory directory, IRecordLookup zones, Func<DomainName, RecordOptions> optionsOf,
    Func<DomainName, IReadOnlyList<Selector>> selectorsOf)
{
    /// <summary>The time limit for all queries together, as a multiple of that for one.</summary>
    private const int LongestInQueries = 4;

    /// <summary>Adds the causes that were found. A verified test, or one without any answer, is returned unchanged.</summary>
    internal async Task<DkimDnsTest> ExplainAsync(
        StoredKey key, ZoneObservation observation, DkimDnsTest test, CancellationToken cancellation)
    {
        var joined = test.Findings.Any(finding => finding.Code == FindingTable.SpaceInKeyData.Code);
        if ((test.Status == DkimDnsStatus.Verified && !joined) || !test.Servers.Any(server => server.Answered))
        {
            return test;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(resolvers.Timeout * LongestInQueries);
        var found = new List<DkimFinding>();
        try
        {
            await ExplainAsync(key, observation, test, found, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Return the causes found so far.
        }

        return test.Adding(found.Distinct());
    }

    private async Task ExplainAsync(
        StoredKey key, ZoneObservation observation, DkimDnsTest test, List<DkimFinding> found, CancellationToken cancellation)
    {
        var whole = observation.Zones.Count > 0
            ? observation
            : await zones.ObserveAsync(key.RecordName, cancellation).ConfigureAwait(false);
        var options = optionsOf(key.Domain) with { Zone = ZoneOf(key, whole.Zones) };
        var remedy = new Remedy(key, options, observation.Answers[0].Reply.Question.Server);
        var target = options.Delegation?.PlaceOf(key.RecordName) is { IsDelegated: true } place ? place.Value : null;
        foreach (var answer in test.Servers)
        {
            found.AddRange(TextDiagnosis.Of(key, answer.Records, remedy));
            if (answer.Chain.Count > 0 && answer.Outcome is DnsOutcome.NoSuchName or DnsOutcome.NoData)
            {
                found.Add(answer.Chain.Contains(target)
                    ? remedy.For(FindingTable.DelegationTargetEmpty, ("target", target), ("selector", key.Selector))
                    : remedy.For(FindingTable.AliasToNowhere, ("target", PrintableText.Clean(answer.Chain[^1]))));
            }
        }

        if (test.Status == DkimDnsStatus.Verified)
        {
            return;
        }

        found.AddRange(await new ServerDiagnosis(directory, key, remedy).OfAsync(observation, whole, cancellation).ConfigureAwait(false));
        if (target is null
            && test.Servers.Any(answer => answer.Outcome is DnsOutcome.NoSuchName or DnsOutcome.NoData && answer.Chain.Count == 0))
        {
            found.AddRange(
                await new NameDiagnosis(resolvers, key, remedy).OfAsync(selectorsOf(key.Domain), cancellation).ConfigureAwait(false));
        }

        if (test.Status == DkimDnsStatus.Mismatch
            && (await Wildcard.ProbeAsync(new ResolverLookup(resolvers), key.Domain, cancellation).ConfigureAwait(false))
                .FindingFor(key.RecordName) is { } wildcard)
        {
            found.Add(wildcard);
        }
    }

    private static DomainName? ZoneOf(StoredKey key, IReadOnlyList<Zone> found) =>
        found.Count > 0 && DomainName.TryParse(found[0].Apex, out var zone) && Zone.Contains(zone.Value, key.Domain.Value)
            ? zone
            : null;
}
