using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Names;

namespace OpteriusDkim.Dns;

/// <summary>Looks up records on the first resolver that answers, or on each.</summary>
/// <param name="resolvers">The resolvers, with a client that follows aliases.</param>
/// <param name="each">Whether to ask each of them.</param>
internal sealed class ResolverLookup(Resolvers resolvers, bool each = false) : IRecordLookup
{
    public async Task<ZoneObservation> ObserveAsync(RecordName name, CancellationToken cancellation)
    {
        DnsReply[] replies = each
            ? await resolvers.AskEachAsync(name.Value, DnsRecordType.Txt, cancellation).ConfigureAwait(false)
            : [await resolvers.AskInTurnAsync(name.Value, DnsRecordType.Txt, cancellation).ConfigureAwait(false)];
        return new ZoneObservation([.. replies.Select(reply => new DkimDnsAnswer(name, reply))]);
    }
}
