namespace OpteriusDkim.Signing.Rspamd;

/// <summary>A line of a map.</summary>
/// <param name="Value">The value; empty if the line has only a key.</param>
internal sealed record RspamdMapLine(string Key, string Value, string Source);
