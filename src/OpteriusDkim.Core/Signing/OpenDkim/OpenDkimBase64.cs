using OpteriusDkim.Keys.KeyFiles;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// Decodes base64 as OpenDKIM does for a key without BEGIN and END lines: it skips other characters and stops at padding.
/// </summary>
internal static class OpenDkimBase64
{
    /// <returns>The bytes; empty if the last group has a single character.</returns>
    public static byte[] Decode(ReadOnlySpan<byte> text)
    {
        var symbols = new Base64Symbols(text.Length);
        foreach (var character in text)
        {
            if (character == '=')
            {
                break;
            }

            symbols.TryAdd(character);
        }

        if (symbols.Count % 4 == 1)
        {
            symbols.Discard();
            return [];
        }

        return symbols.ToBytes();
    }
}
