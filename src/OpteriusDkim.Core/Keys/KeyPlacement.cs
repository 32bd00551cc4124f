namespace OpteriusDkim.Keys;

/// <summary>How a key is put into a store.</summary>
/// <param name="Replace">Whether a key of the same name is replaced; it is kept aside.</param>
/// <param name="CreatedAt">How old the key is, in UTC; null for new.</param>
internal readonly record struct KeyPlacement(bool Replace = false, DateTime? CreatedAt = null);
