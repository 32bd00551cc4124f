using OpteriusDkim.Dns.Zones;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys;
using OpteriusDkim.Names;

namespace OpteriusDkim.Dns.Diagnosis;

/// <summary>Looks for the cause where a record isn't as it should be. Where all is well it asks nobody.</summary>
internal sealed class RecordDiagnosis
{
    /// <summary>How many times the time for one query all looks together may take.</summary>
    private const int Patience = 4;

    private readonly ITxtResolver resolver;
    private readonly IReadOnlyList<DnsServer> servers;
    private readonly TimeSpan timeout;
    private readonly ZoneDirectory directory;
    private readonly IZoneObserver observer;
    private readonly Func<DomainName, DkimProvider> providerOf;
    private readonly Func<DomainName, IReadOnlyList<Selector>> selectorsOf;

    /// <summary>Puts it together.</summary>
    /// <param name="resolver">Asks for other names.</param>
    /// <param name="servers">Whom, the preferred one first.</param>
    /// <param name="timeout">The time for one query.</param>
    /// <param name="directory">Knows the zones.</param>
    /// <param name="observer">Asks every server of a zone.</param>
    /// <param name="providerOf">The DNS provider in whose form advice is given.</param>
    /// <param name="selectorsOf">The selectors for which a domain has stored keys.</param>
    public RecordDiagnosis(
        ITxtResolver resolver, IReadOnlyList<DnsServer> servers, TimeSpan timeout, ZoneDirectory directory, IZoneObserver observer,
        Func<DomainName, DkimProvider> providerOf, Func<DomainName, IReadOnlyList<Selector>> selectorsOf)
    {
        this.resolver = resolver;
        this.servers = servers;
        this.timeout = timeout;
        this.directory = directory;
        this.observer = observer;
        this.providerOf = providerOf;
        this.selectorsOf = selectorsOf;
    }

    /// <summary>Adds to a test what the looks proved; the test as it is where all is well, or nobody answers.</summary>
    internal async Task<DkimDnsTest> ExplainAsync(StoredKey key, ZoneObservation look, DkimDnsTest test, CancellationToken cancellation)
    {
        var joined = test.Findings.Any(finding => finding.Code == FindingTable.SpaceInKeyData.Code);
        if ((test.Status == DkimDnsStatus.Verified && !joined) || !test.Servers.Any(server => server.Answer.Answered))
        {
            return test;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout * Patience);
        var found = new List<DkimFinding>();
        try
        {
            await ExplainAsync(key, look, test, found, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Report what was proven until now.
        }

        return test.Adding(found.Distinct());
    }

    private async Task ExplainAsync(
        StoredKey key, ZoneObservation look, DkimDnsTest test, List<DkimFinding> found, CancellationToken cancellation)
    {
        var whole = look.Zones.Count > 0 ? look : await observer.ObserveAsync(key.RecordName.Value, cancellation).ConfigureAwait(false);
        var remedy = new Remedy(key, providerOf(key.Domain), ZoneOf(key, whole), look.Answers[0].Server);
        foreach (var answer in test.Servers)
        {
            found.AddRange(TextDiagnosis.Of(key, answer.Texts, remedy));
            if (answer.Chain.Count > 0 && answer.Outcome is DnsOutcome.NoSuchName or DnsOutcome.NoData)
            {
                found.Add(remedy.For(FindingTable.AliasToNowhere, ("target", PrintableText.Clean(answer.Chain[^1]))));
            }
        }

        if (test.Status == DkimDnsStatus.Verified)
        {
            return;
        }

        found.AddRange(await new ServerDiagnosis(directory, key, remedy).OfAsync(look, whole, cancellation).ConfigureAwait(false));
        if (test.Servers.Any(answer => answer.Outcome is DnsOutcome.NoSuchName or DnsOutcome.NoData && answer.Chain.Count == 0))
        {
            found.AddRange(
                await new NameDiagnosis(AskAsync, key, remedy).OfAsync(selectorsOf(key.Domain), cancellation).ConfigureAwait(false));
        }

        if (test.Status == DkimDnsStatus.Mismatch)
        {
            await AskForWildcardAsync(key, found, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Whether any selector at all is answered.</summary>
    private async Task AskForWildcardAsync(StoredKey key, List<DkimFinding> found, CancellationToken cancellation)
    {
        var answer = await AskAsync(Wildcard.NameBelow(key.Domain), cancellation).ConfigureAwait(false);
        if (Wildcard.FindingOf(key.RecordName, answer) is { } finding)
        {
            found.Add(finding);
        }
    }

    private static DomainName? ZoneOf(StoredKey key, ZoneObservation look) =>
        look.Zones.Count > 0 && DomainName.TryParse(look.Zones[0].Apex, out var zone) && Zone.Contains(zone.Value, key.Domain.Value)
            ? zone
            : null;

    private async Task<TxtAnswer> AskAsync(string name, CancellationToken cancellation) =>
        (await RecordLookup.AskingInTurn(resolver, timeout, servers).ObserveAsync(name, cancellation).ConfigureAwait(false)).Answers[0];
}
