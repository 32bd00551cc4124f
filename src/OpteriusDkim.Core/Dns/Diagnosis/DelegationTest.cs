using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Records;

namespace OpteriusDkim.Dns.Diagnosis;

/// <summary>Looks up the CNAMEs by which a domain's selectors are delegated.</summary>
/// <param name="resolvers">Answer for names, with a client that follows aliases.</param>
/// <param name="each">Whether to ask each of them.</param>
/// <param name="directory">Asks every server of the domain's zone instead, where it is given.</param>
internal sealed class DelegationTest(Resolvers resolvers, bool each, ZoneDirectory? directory)
{
    /// <summary>Checks some selectors of the set.</summary>
    /// <param name="options">The provider where the owner of the domain enters records.</param>
    public async Task<IReadOnlyList<DkimFinding>> OfAsync(
        Delegation delegation, IEnumerable<Selector> selectors, RecordOptions options, CancellationToken cancellation)
    {
        var findings = await Task.WhenAll(selectors.Select(
            selector => OfAsync(new AliasDiagnosis(delegation, selector, options), cancellation))).ConfigureAwait(false);
        return [.. findings.SelectMany(found => found)];
    }

    private async Task<IReadOnlyList<DkimFinding>> OfAsync(AliasDiagnosis diagnosis, CancellationToken cancellation)
    {
        var replies = directory is null
            ? await FromResolversAsync(diagnosis.Name, cancellation).ConfigureAwait(false)
            : await FromZoneAsync(directory, diagnosis.Name, cancellation).ConfigureAwait(false);
        if (!replies.Any(reply => reply.Reply.IsAnswer))
        {
            var reason = string.Join("; ", replies.Select(reply => $"{reply.Server}: {Reason(reply.Reply)}").Distinct());
            reason = reason.Length > 0 ? reason : "its zone's servers are not known";
            return [diagnosis.For(FindingTable.DelegationUnchecked, ("reason", reason))];
        }

        var findings = diagnosis.Of(replies);
        return findings.Any(finding => finding.Code == FindingTable.DelegationMissing.Code)
            && await DoubledNameAsync(diagnosis.Name, cancellation).ConfigureAwait(false) is { } found
            ? [.. findings, diagnosis.For(FindingTable.DelegationNameDoubled, ("found", found))]
            : findings;
    }

    private async Task<IReadOnlyList<(string Server, DnsReply Reply)>> FromResolversAsync(
        string name, CancellationToken cancellation)
    {
        DnsReply[] replies = each
            ? await resolvers.AskEachAsync(name, DnsRecordType.Txt, cancellation).ConfigureAwait(false)
            : [await resolvers.AskInTurnAsync(name, DnsRecordType.Txt, cancellation).ConfigureAwait(false)];
        return [.. replies.Select(reply => (reply.Question.Server.ToString(), reply))];
    }

    private static async Task<IReadOnlyList<(string Server, DnsReply Reply)>> FromZoneAsync(
        ZoneDirectory directory, string name, CancellationToken cancellation)
    {
        var zone = await directory.HoldingAsync(name, cancellation).ConfigureAwait(false);
        var replies = await Task.WhenAll(zone.Servers.Select(async server => (
            server.Name,
            Reply: await directory.Servers.AskAsync(server, name, DnsRecordType.Txt, cancellation).ConfigureAwait(false))))
            .ConfigureAwait(false);
        return [.. replies.Where(reply => reply.Reply is not null).Select(reply => (reply.Name, reply.Reply!))];
    }

    /// <summary>The name with the zone in it twice that is an alias; null where there is none.</summary>
    private async Task<string?> DoubledNameAsync(string name, CancellationToken cancellation)
    {
        var domain = name[(name.IndexOf("._domainkey.", StringComparison.Ordinal) + "._domainkey.".Length)..];
        for (var zone = domain; zone.Contains('.', StringComparison.Ordinal); zone = ZoneDiscovery.ParentOf(zone))
        {
            var doubled = $"{name}.{zone}";
            if (doubled.Length > DnsLabel.LongestName)
            {
                continue;
            }

            var reply = await resolvers.AskInTurnAsync(doubled, DnsRecordType.Txt, cancellation).ConfigureAwait(false);
            if (reply.AliasOf(doubled) is not null)
            {
                return doubled;
            }
        }

        return null;
    }

    private static string Reason(DnsReply reply) => reply.Detail.Length > 0 ? reply.Detail : reply.Outcome.ToString();
}
