namespace OpteriusDkim.Keys;

/// <summary>An entry of the store: a key, or the reason why it can't be used.</summary>
/// <param name="Key">The key, or null.</param>
/// <param name="Problem">Why it can't be used, or null.</param>
internal readonly record struct StoreEntry(StoredKey? Key, DkimException? Problem);
