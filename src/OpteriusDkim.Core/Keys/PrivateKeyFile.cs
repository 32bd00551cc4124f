using System.Security.Cryptography;
using OpteriusDkim.Findings;
using OpteriusDkim.Keys.KeyFiles;
using OpteriusDkim.Posix;
using OpteriusDkim.Records;

namespace OpteriusDkim.Keys;

/// <summary>
/// Reads private keys in all forms that are found on disk: PEM of PKCS#8 (RFC 5958) or PKCS#1 (RFC 8017 A.1.2) under either
/// label, after other text or other blocks, with any line ends and encoding; DER; base64 without BEGIN and END lines; and the bare
/// base64 of an Ed25519 seed that Rspamd used to write.
/// </summary>
/// <remarks>A list of keys needs the public half only, so no RSA object and no copy of d, p or q is made for it.</remarks>
internal static class PrivateKeyFile
{
    public const string Pkcs8Label = "PRIVATE KEY";

    private const int LargestFile = 64 * 1024;

    /// <summary>DER of a version 0 PrivateKeyInfo for Ed25519 up to the 32 bytes of the seed (RFC 8410 7, 10.3).</summary>
    public static ReadOnlySpan<byte> Ed25519Prefix =>
        [0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    /// <summary>Reads the public half of a key file.</summary>
    /// <returns>The public half; null if there is no file.</returns>
    /// <exception cref="BrokenDataException">It isn't a private key.</exception>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public static DkimPublicKey? ReadPublicHalf(string path, IEd25519 ed25519) =>
        Read(path, key => key.ToPublicKey(ed25519));

    /// <summary>Reads a whole key, and checks that its private and public halves match.</summary>
    /// <returns>The key; null if there is no file.</returns>
    /// <exception cref="BrokenDataException">It isn't a private key, or not a sound one.</exception>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public static PrivateKey? ReadWhole(string path, IEd25519 ed25519) =>
        Read(path, key => key.ToPrivateKey(ed25519));

    /// <summary>Whether a key file is PEM, and not the bare base64 of a seed.</summary>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public static bool IsPem(string path)
    {
        var content = ReadBytes(path);
        try
        {
            return content.AsSpan().IndexOf("-----BEGIN"u8) >= 0;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static T? Read<T>(string path, Func<PrivateKeyContent, T> read)
        where T : class
    {
        var content = ReadBytes(path);
        if (content is null)
        {
            return null;
        }

        try
        {
            using var key = PrivateKeyContent.Find(content);
            return key is null ? throw Broken(path, KeyFileDiagnosis.Of(content, path)) : read(key);
        }
        catch (CryptographicException exception)
        {
            // Its message is OpenSSL's or empty, which doesn't help the user.
            throw Broken(path, KeyFileFault.Inconsistent, exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static BrokenDataException Broken(string path, KeyFileFault fault, Exception? inner = null) => new(
        FindingTable.KeyBroken.With(("path", path), ("problem", fault.Problem), ("advice", fault.Advice)), path, inner);

    private static byte[]? ReadBytes(string path)
    {
        var content = Descriptor.ReadAll(path, LargestFile + 1);
        if (content?.Length > LargestFile)
        {
            CryptographicOperations.ZeroMemory(content);
            throw Broken(path, KeyFileFault.TooLarge(LargestFile));
        }

        return content;
    }
}
