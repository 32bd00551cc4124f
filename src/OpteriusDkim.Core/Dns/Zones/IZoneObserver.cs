namespace OpteriusDkim.Dns.Zones;

/// <summary>Looks at a name on every server of its zone, past all caches.</summary>
internal interface IZoneObserver
{
    /// <summary>Asks every authoritative server of each zone on the way.</summary>
    /// <param name="name">The name, without a final dot.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <returns>What was seen; what could not be asked is in it too.</returns>
    Task<ZoneObservation> ObserveAsync(string name, CancellationToken cancellation);
}
