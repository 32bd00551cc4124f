using OpteriusDkim.Dns;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Reports;

/// <summary>Compares what the key store, the signer's tables, each running signer and each name server have for a domain.</summary>
internal static class Drift
{
    /// <summary>The finding that names what differs; null if nothing does.</summary>
    public static DkimFinding? Of(StatusFacts facts)
    {
        string[] differences = [.. OfTables(facts), .. OfRunning(facts), .. OfServers(facts)];
        return differences.Length == 0
            ? null
            : FindingTable.Drift.With(("domain", facts.Domain), ("differences", string.Join("; ", differences)));
    }

    private static IEnumerable<string> OfTables(StatusFacts facts)
    {
        foreach (var selector in facts.TableSelectors.Where(selector => !IsStored(facts, selector)))
        {
            yield return $"the tables name the key {selector}, which is not in the store";
        }
    }

    private static IEnumerable<string> OfRunning(StatusFacts facts)
    {
        var tables = facts.TableSelectors.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var endpoint in (facts.Probes ?? []).GroupBy(probe => probe.Endpoint))
        {
            // A signer that can't be reached has no opinion.
            if (endpoint.Any(probe => probe.Outcome == DkimSigningOutcome.Unreachable))
            {
                continue;
            }

            var signed = endpoint.Where(probe => facts.SignedProbes.Contains(probe)).ToArray();
            var selectors = signed.Select(probe => probe.Selector!).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var isUnknown = facts.Entries.Count == 0 || (facts.MustSign && facts.HasUndecidedTables);
            if (!isUnknown && !selectors.SetEquals(tables))
            {
                yield return $"{endpoint.Key} {Signing(selectors)}, but the tables {Naming(tables)}";
            }

            foreach (var probe in signed.Where(probe => probe.MatchesStore == false && IsStored(facts, probe.Selector!)))
            {
                yield return $"{endpoint.Key} signs as {probe.Selector} with another key than the store has";
            }
        }
    }

    private static IEnumerable<string> OfServers(StatusFacts facts)
    {
        foreach (var selector in facts.SigningSelectors.Order(StringComparer.Ordinal))
        {
            if (facts.DnsOf(selector) is not { } test || facts.Keys.FirstOrDefault(key => key.Selector.Value == selector) is not { } key)
            {
                continue;
            }

            var states = test.Servers.Select(server => (server, State: server.StateFor(key.PublicKey, Wildcard.None)))
                .Where(server => server.State != RecordState.Silent).ToArray();
            if (states.Any(server => server.State != states[0].State))
            {
                yield return string.Join(", ", states.Select(server => $"{NameOf(server.server)} {Having(server.State)} {test.Name}"));
            }
        }
    }

    private static bool IsStored(StatusFacts facts, string selector) =>
        facts.Keys.Any(key => key.InStore && key.Selector.Value.Equals(selector, StringComparison.OrdinalIgnoreCase));

    private static string Signing(HashSet<string> selectors) =>
        selectors.Count == 0 ? "doesn't sign" : "signs with " + string.Join(", ", selectors);

    private static string Naming(HashSet<string> selectors) =>
        selectors.Count == 0 ? "name no key that it can sign with" : "name " + string.Join(", ", selectors);

    private static string NameOf(DkimDnsAnswer answer) =>
        answer.ServerName is null ? answer.Server : $"{answer.ServerName} ({answer.Server})";

    private static string Having(RecordState state) => state switch
    {
        RecordState.Right => "has the right record",
        RecordState.Gone => "doesn't have the record",
        RecordState.Tombstone => "has a revoked record at",
        _ => "has another record at",
    };
}
