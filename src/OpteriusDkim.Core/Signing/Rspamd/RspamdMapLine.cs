namespace OpteriusDkim.Signing.Rspamd;

/// <summary>A line of a map.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value; empty where the line has only a key.</param>
/// <param name="Source">File and line.</param>
internal sealed record RspamdMapLine(string Key, string Value, string Source);
