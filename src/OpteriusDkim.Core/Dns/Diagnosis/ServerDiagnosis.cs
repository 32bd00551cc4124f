using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;

namespace OpteriusDkim.Dns.Diagnosis;

/// <summary>Compares a zone's servers with each other, with the resolvers and with a hidden primary.</summary>
internal sealed class ServerDiagnosis(ZoneDirectory directory, StoredKey key, Remedy remedy)
{
    /// <summary>The causes.</summary>
    /// <param name="observation">The answers of the test.</param>
    /// <param name="whole">The answers of all servers of the zone; the same object if the test queried them.</param>
    public async Task<IReadOnlyList<DkimFinding>> OfAsync(
        ZoneObservation observation, ZoneObservation whole, CancellationToken cancellation)
    {
        var zone = whole.Zones.Count > 0 ? whole.Zones[^1] : null;
        var answers = whole.Answers.Where(answer => answer.IsConclusive).ToArray();
        if (zone is null || answers.Length == 0)
        {
            return [];
        }

        var right = answers.Count(IsRight);
        if (right == 0)
        {
            return await AskPrimaryAsync(zone, cancellation).ConfigureAwait(false) is { } ahead ? [ahead] : [];
        }

        if (right < answers.Length)
        {
            return
            [
                remedy.For(
                    FindingTable.ServersDisagree,
                    ("zone", zone.Apex),
                    ("rows", string.Join("; ", answers.Select(answer => Row(zone, answer))))),
            ];
        }

        return ReferenceEquals(observation, whole)
            ? []
            : [.. observation.Answers.Where(answer => answer.Answered && !IsRight(answer)).Select(answer => NotVisibleYet(zone, answer))];
    }

    private static DkimFinding NotVisibleYet(Zone zone, DkimDnsAnswer answer) => FindingTable.NotVisibleYet.With(
        ("zone", zone.Apex), ("server", answer.Server), ("seconds", answer.Ttl ?? answer.NegativeTtl ?? zone.LongestNegativeTtl));

    private string Row(Zone zone, DkimDnsAnswer answer)
    {
        var serial = zone.Servers.FirstOrDefault(server => server.Name == answer.ServerName)?.Serial;
        var what = answer switch
        {
            _ when IsRight(answer) => "has it",
            { Outcome: DnsOutcome.Found } => "has a different record",
            _ => "does not have it",
        };
        return $"{answer.ServerName} {what}{(serial is null ? "" : $" (serial {serial})")}";
    }

    private async Task<DkimFinding?> AskPrimaryAsync(Zone zone, CancellationToken cancellation)
    {
        if (zone.Primary.Length == 0 || zone.Servers.Any(server => server.Name == zone.Primary))
        {
            return null;
        }

        var primary = await directory.ServerAsync(zone.Primary, cancellation).ConfigureAwait(false);
        var reply = await directory.Servers
            .AskAsync(primary, key.RecordName.Value, DnsRecordType.Txt, cancellation).ConfigureAwait(false);
        return reply is not null && IsRight(new DkimDnsAnswer(key.RecordName, reply))
            ? FindingTable.HiddenPrimaryAhead.With(
                ("primary", $"{primary.Name} ({reply.Question.Server})"), ("zone", zone.Apex),
                ("look", LookupCommands.For(key.RecordName.Value, reply.Question.Server)))
            : null;
    }

    private bool IsRight(DkimDnsAnswer answer) => answer.IsRightFor(key.PublicKey);
}
