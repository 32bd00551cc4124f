namespace OpteriusDkim.Keys;

/// <summary>A use of a key in a signer's configuration.</summary>
/// <param name="Source">File and line.</param>
/// <param name="Domain">The domain that it signs for, or several separated by commas; null if not stated.</param>
/// <param name="Selector">The selector that it signs with; null if not stated.</param>
internal sealed record KeyUse(string Source, string? Domain, string? Selector);
