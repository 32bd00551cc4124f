namespace OpteriusDkim.Signing.Rspamd;

/// <summary>Selector and key path of a signature in a domain block.</summary>
internal sealed record RspamdSignature(string Selector, string Path);
