namespace OpteriusDkim.Signing.Rspamd;

/// <summary>A signature that a block of a domain asks for.</summary>
/// <param name="Selector">Its <c>s=</c>.</param>
internal sealed record RspamdSignature(string Selector, string Path);
