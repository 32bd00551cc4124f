using OpteriusDkim.Names;

namespace OpteriusDkim.Reports;

/// <summary>Reads keys, tables and journals of this host.</summary>
internal sealed class HostFacts(StatusSources sources) : IHostFacts
{
    public IEnumerable<DomainName> Domains() => sources.Keys.Domains()
        .Concat(sources.History.Domains())
        .Concat(sources.Signers.SelectMany(signer => signer.Domains()));

    public Func<DomainName, DateTime, HostReading> Open() => new LocalFacts(sources).Read;
}
