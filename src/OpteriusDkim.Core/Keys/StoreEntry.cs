namespace OpteriusDkim.Keys;

/// <summary>Something that stands where a key should: a key, or what is wrong with it.</summary>
/// <param name="Key">The key, or null.</param>
/// <param name="Problem">Why it can't be used, or null.</param>
internal readonly record struct StoreEntry(StoredKey? Key, DkimException? Problem);
