namespace OpteriusDkim.Keys;

/// <summary>How a key is stored.</summary>
/// <param name="Replace">Whether an existing key is backed up and replaced.</param>
/// <param name="CreatedAt">When the key was created, in UTC; null for now.</param>
internal readonly record struct KeyPlacement(bool Replace = false, DateTime? CreatedAt = null);
