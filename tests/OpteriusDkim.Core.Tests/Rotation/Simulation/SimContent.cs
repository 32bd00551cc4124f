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
/// <param name="Key">The key of a record at a selector that is used again; else null.</param>
internal readonly record struct SimContent(SimKind Kind, int Ttl, string? Key = null);
