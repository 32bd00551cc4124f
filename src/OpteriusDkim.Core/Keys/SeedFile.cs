using System.Buffers.Text;

namespace OpteriusDkim.Keys;

/// <summary>
/// The bare form of an Ed25519 key, <c>{selector}.seed</c> beside <c>{selector}.private</c>: base64 of the 32 bytes, as Rspamd before
/// 3.13.2 needs it. It has the key's owner and mode, and is removed with it.
/// </summary>
internal static class SeedFile
{
    private const string Suffix = ".seed";

    /// <summary>The path beside a key.</summary>
    public static string Beside(string keyPath) => Path.ChangeExtension(keyPath, null) + Suffix;

    /// <summary>Whether a path is that of such a file.</summary>
    public static bool IsOne(string path) => path.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Its content. The caller wipes it.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> seed)
    {
        // Room for 44 characters of base64 and a line end. A string could not be wiped.
        var text = new byte[45];
        Base64.EncodeToUtf8(seed, text, out _, out var length);
        text[length] = (byte)'\n';
        return text;
    }
}
