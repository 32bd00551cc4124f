namespace OpteriusDkim.Tests;

/// <summary>The kind of content at a name.</summary>
internal enum SimKind
{
    Nothing,
    Key,
    Tombstone,
    Wrong,
    Foreign,
}

/// <summary>
/// The content at a name and its TTL in seconds; for none, the zone's negative TTL applies.
/// </summary>
internal readonly record struct SimContent(SimKind Kind, int Ttl);
