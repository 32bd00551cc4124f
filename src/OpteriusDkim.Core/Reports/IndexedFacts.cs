using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Rotation;

namespace OpteriusDkim.Reports;

/// <summary>Reads the public index, for users who may not read keys and tables.</summary>
internal sealed class IndexedFacts(PublicIndex index, RotationSettings rotation) : IHostFacts
{
    public IEnumerable<DomainName> Domains() => index.Domains();

    public IReadOnlyList<DkimFinding> UnreadTables => [];

    public Func<DomainName, DateTime, HostReading> Open() => (domain, now) => new HostReading(Read(domain, now), []);

    private StatusFacts Read(DomainName domain, DateTime now)
    {
        try
        {
            var interval = rotation.PolicyOf(domain).Interval;
            return index.Read(domain) is { } entry ? entry.ToFacts(domain, now) with { Interval = interval } : new StatusFacts(domain, now);
        }
        catch (DkimException exception)
        {
            return new StatusFacts(domain, now) { Problems = [exception.Finding] };
        }
    }
}
