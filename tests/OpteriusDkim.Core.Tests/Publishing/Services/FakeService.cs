namespace OpteriusDkim.Tests;

/// <summary>A DNS service in memory.</summary>
internal sealed class FakeService(params string[] zones) : IDnsService
{
    public Dictionary<string, List<ServiceRecord>> Records { get; } = [];

    public int Changes { get; private set; }

    public int ZoneLookups { get; private set; }

    /// <summary>The TTL of the last change.</summary>
    public int LastTtl { get; private set; }

    public string Name => "Example DNS";

    public (int Least, int Most) Ttls { get; init; } = (0, int.MaxValue);

    public int? LeastTtl { get; init; }

    /// <summary>What the service stores instead of an added value.</summary>
    public Func<string, string> Stores { get; init; } = content => content;

    /// <summary>Runs after each read.</summary>
    public Action<string> AfterRead { get; set; } = _ => { };

    public DkimException? Failure { get; set; }

    public List<ServiceRecord> At(string name) => Records.TryGetValue(name, out var found) ? found : Records[name] = [];

    public Task<ServiceZone?> FindZoneAsync(string name, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ZoneLookups++;
        if (Failure is not null)
        {
            throw Failure;
        }

        var zone = ServiceZone.NamesFrom(name).FirstOrDefault(zones.Contains);
        return Task.FromResult(zone is null ? null : new ServiceZone(zone, "id of " + zone) { LeastTtl = LeastTtl });
    }

    public Task<IReadOnlyList<ServiceRecord>> ReadAsync(ServiceZone zone, string name, CancellationToken cancellation)
    {
        Assert.Equal("id of " + zone.Name, zone.Id);
        Assert.EndsWith(zone.Name, name, StringComparison.Ordinal);
        ServiceRecord[] found = [.. At(name)];
        AfterRead(name);
        return Task.FromResult<IReadOnlyList<ServiceRecord>>(found);
    }

    public Task ChangeAsync(ServiceZone zone, string name, ServiceChange change, CancellationToken cancellation)
    {
        Assert.Equal(At(name).Where(record => record.IsTxt), change.Before);
        Changes++;
        LastTtl = change.TtlAfter;
        At(name).RemoveAll(change.Remove.Contains);
        if (change.AddedContent is { } added)
        {
            At(name).Add(new ServiceRecord("TXT", Stores(added), change.Ttl));
        }

        return Task.CompletedTask;
    }
}
