namespace OpteriusDkim.Rotation;

/// <summary>
/// A delegated selector at which something else was seen instead of its CNAME or its record. Caches may hold that after the rotation
/// that saw it has ended, so the next rotation that takes the selector counts it.
/// </summary>
/// <param name="Selector">The selector.</param>
/// <param name="AliasTtl">The longest TTL that it was seen with, in seconds.</param>
internal sealed record WrongAlias(string Selector, int AliasTtl);
