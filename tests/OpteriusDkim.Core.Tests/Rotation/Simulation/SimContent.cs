namespace OpteriusDkim.Tests;

/// <summary>What stands at a name.</summary>
internal enum SimKind
{
    Nothing,
    Key,
    Tombstone,
    Wrong,
    Foreign,
}

/// <summary>
/// What stands at a name, and for how many seconds it may be remembered; nothing is remembered for the zone's negative TTL.
/// </summary>
internal readonly record struct SimContent(SimKind Kind, int Ttl);
