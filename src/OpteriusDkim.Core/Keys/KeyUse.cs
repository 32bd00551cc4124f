namespace OpteriusDkim.Keys;

/// <summary>A place that uses a key.</summary>
/// <param name="Source">File and line.</param>
/// <param name="Domain">The domain that it signs for, where the place says so; a list has commas.</param>
/// <param name="Selector">The selector that it signs with, where the place says so.</param>
internal sealed record KeyUse(string Source, string? Domain, string? Selector);
