namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>Decodes base64 as OpenSSL's EVP_DecodeUpdate(3) does: a hyphen ends the data, other foreign characters are errors.</summary>
internal static class OpenSslBase64
{
    private const int MostPadding = 2;

    /// <summary>Decodes a text.</summary>
    /// <returns>The bytes; null if the text is empty or not base64.</returns>
    public static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        var symbols = new Base64Symbols(text.Length);
        var padding = 0;
        foreach (var character in text)
        {
            if (character is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            if (character == '-')
            {
                break;
            }

            if (character == '=')
            {
                padding++;
            }
            else if (padding > 0 || !symbols.TryAdd(character))
            {
                symbols.Discard();
                return null;
            }
        }

        if (padding > MostPadding || symbols.Count == 0 || (symbols.Count + padding) % 4 != 0)
        {
            symbols.Discard();
            return null;
        }

        return symbols.ToBytes();
    }
}
