namespace OpteriusDkim;

/// <summary>
/// Renews the entries of the public index for domains whose keys or tables a run of root may have changed, so that users don't see a
/// key that was replaced. Without an index nothing is done: Get-DkimStatus makes it.
/// </summary>
internal sealed class IndexRenewal(DkimConfiguration configuration, IKeyStore store, IEd25519 ed25519)
{
    /// <summary>Renews entries. A failure is reported only: what was asked for is done.</summary>
    public async Task RunAsync(IReadOnlyList<DomainName> domains, IProgressLog log, CancellationToken stopping)
    {
        var index = new PublicIndex(configuration.StateDirectory);
        if (!FileOwner.CallerIsRoot || !index.Exists)
        {
            return;
        }

        try
        {
            var host = new HostFacts(new StatusOrigin(configuration, store, ed25519).Sources());
            var reader = new StatusReader(host, null, TimeProvider.System);
            foreach (var batch in domains.Distinct().Chunk(StatusReader.BatchSize))
            {
                var read = await reader.ReadAsync(batch, stopping).ConfigureAwait(false);
                index.Write(read.Where(facts => facts.IsKnown));
            }
        }
        catch (DkimException exception)
        {
            log.Report($"The public index was not renewed: {exception.Message}");
        }
    }
}
