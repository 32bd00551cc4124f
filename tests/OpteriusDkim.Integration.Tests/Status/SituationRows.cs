namespace OpteriusDkim;

/// <summary>
/// The rows of all situations. They are made once for all test classes that need rows of real situations, and the daemons are ended
/// before the first test sees a row.
/// </summary>
public static class SituationRows
{
    private static readonly Lazy<Task<Dictionary<string, DkimStatus>>> OfDomains = new(() => Task.Run(RowsOfDomainsAsync));
    private static readonly Lazy<Task<Dictionary<string, DkimStatus>>> OfHosts = new(() => Task.Run(RowsOfHostsAsync));

    /// <summary>Why there are none, or null.</summary>
    public static string? Missing => OpenDkimHost.Missing ?? LoopbackAddress.Missing;

    /// <summary>The row of a situation.</summary>
    public static async Task<DkimStatus> RowAsync(string name) =>
        SituationTable.All.Any(situation => situation.Name == name) ? (await OfDomains.Value)[name] : (await OfHosts.Value)[name];

    /// <summary>All situations, with what their rows have to be.</summary>
    public static IReadOnlyList<Situation> Situations =>
        [.. SituationTable.All, .. HostSituationTable.All.Select(situation => situation.Expected)];

    private static async Task<Dictionary<string, DkimStatus>> RowsOfHostsAsync()
    {
        var rows = new Dictionary<string, DkimStatus>();
        using var host = await SingleDomainHost.StartAsync();
        foreach (var situation in HostSituationTable.All)
        {
            rows[situation.Expected.Name] = await situation.Make(host);
        }

        return rows;
    }

    private static async Task<Dictionary<string, DkimStatus>> RowsOfDomainsAsync()
    {
        var all = SituationTable.All;
        using var host = new SituationHost();
        host.Begin([.. all.Where(situation => situation.BeginsSigned).Select(situation => situation.Domain)]);
        await host.Host.StartAsync();
        new SituationLives(host).Run(
            [.. all.Where(situation => situation.Life is not null).Select(situation => (situation.Domain, situation.Life!))]);
        foreach (var situation in all)
        {
            situation.Before(host, situation.Domain);
        }

        await host.Host.RestartAsync(host.Host.Socket);
        foreach (var situation in all)
        {
            situation.After(host, situation.Domain);
        }

        var outcome = host.Session.Run("Get-DkimStatus -Authoritative -Timeout 2");
        var rows = outcome.Objects.Select(item => (DkimStatus)item.BaseObject).ToDictionary(row => row.Domain);

        return all.ToDictionary(situation => situation.Name, situation => rows.TryGetValue(situation.Domain, out var row)
            ? row
            : throw new InvalidOperationException($"There is no row for {situation.Domain}: {outcome.Everything}"));
    }
}
