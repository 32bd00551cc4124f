namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>A block between a BEGIN and an END line.</summary>
/// <param name="Label">The label of the BEGIN line, such as <c>RSA PRIVATE KEY</c>.</param>
/// <param name="Header">The lines before the first empty line (RFC 1421), such as Proc-Type; usually empty.</param>
/// <param name="Der">The decoded content; null if the block is malformed.</param>
internal sealed record PemBlock(string Label, string Header, byte[]? Der);
