namespace OpteriusDkim.Records.Text;

/// <summary>A word of a zone file with decoded escapes.</summary>
/// <param name="Text">The word.</param>
/// <param name="IsQuoted">Whether it stood in quotation marks.</param>
internal readonly record struct ZoneWord(string Text, bool IsQuoted);
