namespace OpteriusDkim.Keys.KeyFiles;

/// <summary>
/// Finds the key that OpenSSL 3's PEM_read_bio_PrivateKey(3) finds without a passphrase. Its decoders try each block; if they find
/// nothing, the legacy functions try the first block.
/// </summary>
internal static class OpenSslPrivateKey
{
    private const string Pkcs8 = "PRIVATE KEY";
    private const string EncryptedPkcs8 = "ENCRYPTED PRIVATE KEY";
    private const string Rsa = "RSA PRIVATE KEY";
    private const string Ec = "EC PRIVATE KEY";
    private const string Dsa = "DSA PRIVATE KEY";

    // OpenSSL ignores a header that is too short for a Proc-Type.
    private const int LongestIgnoredHeader = 10;

    /// <summary>The key; null if it finds none.</summary>
    public static PrivateKeyFacts? InPem(ReadOnlySpan<byte> text)
    {
        if (ByDecoders(text, out var isFinal) is { } key)
        {
            return key;
        }

        return isFinal ? null : ByFirstBlock(text);
    }

    /// <summary>The key in a DER file; null if there is none.</summary>
    public static PrivateKeyFacts? InDer(ReadOnlySpan<byte> der) => PrivateKeyDer.OfAny(der);

    private static PrivateKeyFacts? ByDecoders(ReadOnlySpan<byte> text, out bool isFinal)
    {
        var reader = new OpenSslPem(text);
        isFinal = false;
        while (reader.TryRead(out var block))
        {
            if (block.Der is not { } der)
            {
                continue;
            }

            if (block.Header.Length > LongestIgnoredHeader || (block.Label == EncryptedPkcs8 && PrivateKeyDer.IsEncrypted(der)))
            {
                isFinal = true;
                return null;
            }

            if (Decode(block.Label, der) is { } key)
            {
                return key;
            }
        }

        return null;
    }

    private static PrivateKeyFacts? Decode(string label, byte[] der) => label switch
    {
        Pkcs8 or EncryptedPkcs8 => PrivateKeyDer.OfPkcs8(der),
        Rsa => PrivateKeyDer.OfRsa(der),
        Ec => PrivateKeyDer.OfEc(der),
        Dsa => PrivateKeyDer.OfDsa(der),
        _ => null,
    };

    /// <summary>
    /// Whether the key is found even after an earlier failure in the same process. OpenSSL's decoders then stop at the first block that
    /// they can't read, so that a damaged block before the key hides it.
    /// </summary>
    /// <param name="text">A PEM text in which a key is found.</param>
    public static bool IsAlwaysFound(ReadOnlySpan<byte> text) => ByFirstBlock(text) is not null;

    /// <summary>The legacy functions read a PKCS#8 body under the label of PKCS#1, but not the reverse.</summary>
    private static PrivateKeyFacts? ByFirstBlock(ReadOnlySpan<byte> text)
    {
        var reader = new OpenSslPem(text);
        while (reader.TryRead(out var block) && block.Der is { } der)
        {
            if (block.Label is Pkcs8 or EncryptedPkcs8 or Rsa or Ec or Dsa or "ANY PRIVATE KEY")
            {
                if (block.Header.Length > 0 || block.Label == EncryptedPkcs8)
                {
                    return null;
                }

                return block.Label == Rsa ? PrivateKeyDer.OfRsa(der) ?? PrivateKeyDer.OfPkcs8(der) : Decode(block.Label, der);
            }
        }

        return null;
    }
}
