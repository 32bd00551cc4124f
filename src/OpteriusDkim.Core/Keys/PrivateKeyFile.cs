using System.Buffers;
using System.Buffers.Text;
using System.Formats.Asn1;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace OpteriusDkim;

/// <summary>
/// The forms in which a private key is met on disk: PEM of PKCS#8 (RFC 5958) or PKCS#1 (RFC 8017 A.1.2), and the
/// bare base64 of an Ed25519 seed that Rspamd used to write.
/// </summary>
/// <remarks>
/// A list of keys wants the public half only, so that much is read and no more: no RSA object, no copy of d, p or q.
/// </remarks>
internal static class PrivateKeyFile
{
    public const string Pkcs8Label = "PRIVATE KEY";

    private const string Pkcs1Label = "RSA PRIVATE KEY";
    private const string RsaEncryption = "1.2.840.113549.1.1.1";
    private const string Ed25519 = "1.3.101.112";
    private const int LargestFile = 64 * 1024;

    /// <summary>DER of a version 0 PrivateKeyInfo for Ed25519 up to the 32 bytes of the seed (RFC 8410 7, 10.3).</summary>
    public static ReadOnlySpan<byte> Ed25519Prefix =>
        [0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    /// <summary>Reads the public half of a key file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="ed25519">Derives the public half of an Ed25519 key.</param>
    /// <returns>It, or null where there is no file.</returns>
    /// <exception cref="BrokenDataException">It isn't a private key.</exception>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public static DkimPublicKey? ReadPublicHalf(string path, IEd25519 ed25519) =>
        Read(path, der => PublicHalf(der, ed25519), seed => DkimPublicKey.FromEd25519(ed25519.DerivePublicKey(seed.Span)));

    /// <summary>Reads a whole key, and sees that its private and public halves belong together.</summary>
    /// <param name="path">The file.</param>
    /// <param name="ed25519">Derives the public half of an Ed25519 key.</param>
    /// <returns>It, or null where there is no file.</returns>
    /// <exception cref="BrokenDataException">It isn't a private key, or not a sound one.</exception>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public static PrivateKey? ReadWhole(string path, IEd25519 ed25519) =>
        Read(path, der => Whole(der, ed25519), seed => PrivateKey.FromEd25519Seed(seed.Span, ed25519));

    /// <summary>Whether a key file is PEM, and not the bare base64 of a seed.</summary>
    /// <param name="path">The file.</param>
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

    /// <summary>Whether a key file begins as OpenDKIM's keys do; true too where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public static bool IsPemOrDer(string path)
    {
        var content = ReadBytes(path);
        try
        {
            return content is null or [0x30 /* a SEQUENCE */, ..] || content.AsSpan().IndexOf("-----BEGIN"u8) >= 0;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static T? Read<T>(string path, Func<Body, T> fromPem, Func<ReadOnlyMemory<byte>, T> fromSeed)
        where T : class
    {
        var content = ReadBytes(path);
        if (content is null)
        {
            return null;
        }

        var room = ArrayPool<char>.Shared.Rent(content.Length);
        var text = room.AsSpan(0, content.Length);
        byte[]? decoded = null;
        try
        {
            Encoding.Latin1.GetChars(content, text);
            if (PemEncoding.TryFind(text, out var pem))
            {
                decoded = new byte[pem.DecodedDataLength];
                Convert.TryFromBase64Chars(text[pem.Base64Data], decoded, out _);
                return fromPem(new Body(text[pem.Label].ToString(), decoded));
            }

            decoded = DecodeSeed(content);
            return fromSeed(decoded.AsMemory(0, DkimPublicKey.Ed25519Length));
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException or ArgumentException)
        {
            var problem = exception is CryptographicException && exception.InnerException is null
                ? exception.Message
                : "its content is damaged";
            throw new BrokenDataException(FindingTable.KeyBroken.With(("path", path), ("problem", problem)), path, exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(text));
            CryptographicOperations.ZeroMemory(decoded);
            ArrayPool<char>.Shared.Return(room);
        }
    }

    private static DkimPublicKey PublicHalf(Body body, IEd25519 ed25519)
    {
        if (body.Label == Pkcs1Label)
        {
            return RsaPublicHalf(body.Der);
        }

        var (algorithm, key) = Unwrap(body);
        return algorithm == Ed25519
            ? DkimPublicKey.FromEd25519(ed25519.DerivePublicKey(SeedIn(key).Span))
            : RsaPublicHalf(key);
    }

    private static PrivateKey Whole(Body body, IEd25519 ed25519)
    {
        if (body.Label != Pkcs1Label)
        {
            var (algorithm, key) = Unwrap(body);
            if (algorithm == Ed25519)
            {
                return PrivateKey.FromEd25519Seed(SeedIn(key).Span, ed25519);
            }
        }

        using var rsa = RSA.Create();
        if (body.Label == Pkcs1Label)
        {
            rsa.ImportRSAPrivateKey(body.Der.Span, out _);
        }
        else
        {
            rsa.ImportPkcs8PrivateKey(body.Der.Span, out _);
        }

        var sample = "OpteriusDkim"u8;
        var signature = rsa.SignData(sample, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return rsa.VerifyData(sample, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            ? PrivateKey.FromRsa(rsa)
            : throw new CryptographicException("its private and public halves don't belong together");
    }

    /// <summary>RSAPrivateKey ::= SEQUENCE { version, n, e, d, ... }: the first three are read.</summary>
    private static DkimPublicKey RsaPublicHalf(ReadOnlyMemory<byte> der)
    {
        var numbers = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        numbers.ReadIntegerBytes();
        var modulus = numbers.ReadIntegerBytes();
        return DkimPublicKey.FromRsa(modulus.Span, numbers.ReadIntegerBytes().Span);
    }

    /// <summary>PrivateKeyInfo ::= SEQUENCE { version, algorithm, OCTET STRING, ... }.</summary>
    private static (string Algorithm, ReadOnlyMemory<byte> Key) Unwrap(Body body)
    {
        if (body.Label != Pkcs8Label)
        {
            throw new CryptographicException(body.Label switch
            {
                "ENCRYPTED PRIVATE KEY" => "it is encrypted, which no signer can read",
                "PUBLIC KEY" or "RSA PUBLIC KEY" or "CERTIFICATE" => "it holds a public key only",
                "OPENSSH PRIVATE KEY" => "it is in OpenSSH's own format (ssh-keygen -p -m PKCS8 converts it)",
                _ => $"it is of the kind {PrintableText.Quote(body.Label)}, which DKIM doesn't use",
            });
        }

        var info = new AsnReader(body.Der, AsnEncodingRules.DER).ReadSequence();
        info.ReadIntegerBytes();
        var algorithm = info.ReadSequence().ReadObjectIdentifier();
        if (algorithm is not (RsaEncryption or Ed25519))
        {
            throw new CryptographicException($"its algorithm ({algorithm}) is neither RSA nor Ed25519");
        }

        return info.TryReadPrimitiveOctetString(out var key)
            ? (algorithm, key)
            : throw new CryptographicException("its content is damaged");
    }

    private static ReadOnlyMemory<byte> SeedIn(ReadOnlyMemory<byte> key) =>
        new AsnReader(key, AsnEncodingRules.DER).TryReadPrimitiveOctetString(out var seed) && seed.Length == DkimPublicKey.Ed25519Length
            ? seed
            : throw new CryptographicException("its Ed25519 key has not 32 bytes");

    /// <summary>Base64 of the seed, or of seed and public key.</summary>
    private static byte[] DecodeSeed(byte[] content)
    {
        var trimmed = content.AsSpan().Trim(" \t\r\n"u8);
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(trimmed.Length)];
        var whole = Base64.DecodeFromUtf8(trimmed, decoded, out _, out var length) == OperationStatus.Done;
        if (whole && length is DkimPublicKey.Ed25519Length or 2 * DkimPublicKey.Ed25519Length)
        {
            return decoded;
        }

        CryptographicOperations.ZeroMemory(decoded);
        throw new CryptographicException(content.Length == 0 ? "it is empty"
            : content.AsSpan().IndexOf("ENCRYPTED"u8) >= 0 ? "it is encrypted, which no signer can read"
            : "it has no PEM block and is no base64 of an Ed25519 seed");
    }

    private static byte[]? ReadBytes(string path)
    {
        var content = Descriptor.ReadAll(path, LargestFile + 1);
        if (content?.Length > LargestFile)
        {
            CryptographicOperations.ZeroMemory(content);
            throw new BrokenDataException(
                FindingTable.KeyBroken.With(("path", path), ("problem", $"it has more than {LargestFile} bytes, far more than any key")), path);
        }

        return content;
    }

    private readonly record struct Body(string Label, ReadOnlyMemory<byte> Der);
}
