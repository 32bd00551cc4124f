namespace OpteriusDkim.Publishing.Services;

/// <summary>The API of a DNS service. Names are in lower case, without a final dot.</summary>
internal interface IDnsService
{
    /// <summary>The service for messages, with its address unless that is well known: <c>Cloudflare</c>.</summary>
    string Name { get; }

    /// <summary>The TTLs that it accepts, in seconds.</summary>
    (int Least, int Most) Ttls { get; }

    /// <summary>Finds the zone with the longest name that contains a name.</summary>
    /// <returns>The zone; null if the service has none, or doesn't show it to this credential.</returns>
    /// <exception cref="DkimException">The service can't be reached, or refuses the request.</exception>
    Task<ServiceZone?> FindZoneAsync(string name, CancellationToken cancellation);

    /// <summary>Reads the records of all types at a name.</summary>
    /// <exception cref="DkimException">The service can't be reached, or refuses the request.</exception>
    Task<IReadOnlyList<ServiceRecord>> ReadAsync(ServiceZone zone, string name, CancellationToken cancellation);

    /// <summary>Changes the TXT records at a name, in one request.</summary>
    /// <exception cref="DkimException">The service can't be reached, or refuses the change.</exception>
    Task ChangeAsync(ServiceZone zone, string name, ServiceChange change, CancellationToken cancellation);
}
