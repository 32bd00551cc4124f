using System.Security.Cryptography;
using OpteriusDkim.Keys.KeyFiles;
using OpteriusDkim.Records;

namespace OpteriusDkim.Keys;

/// <summary>The private key in a file: the RSAPrivateKey of PKCS#1, or the seed of an Ed25519 key. It is wiped when disposed.</summary>
internal sealed class PrivateKeyContent : IDisposable
{
    private readonly byte[] secret;
    private readonly bool isRsa;

    private PrivateKeyContent(ReadOnlySpan<byte> secret, bool isRsa)
    {
        this.secret = secret.ToArray();
        this.isRsa = isRsa;
    }

    /// <summary>The first private key in a file's content; null if there is none that DKIM can use.</summary>
    public static PrivateKeyContent? Find(ReadOnlySpan<byte> content)
    {
        var text = KeyFileText.Normalize(content);
        try
        {
            return FindIn(content, text);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>The public half.</summary>
    public DkimPublicKey ToPublicKey(IEd25519 ed25519)
    {
        if (!isRsa)
        {
            return DkimPublicKey.FromEd25519(ed25519.DerivePublicKey(secret));
        }

        var numbers = new RsaNumbers(secret);
        return numbers.Modulus.IsEmpty || numbers.Exponent.IsEmpty
            ? throw new CryptographicException()
            : DkimPublicKey.FromRsa(Positive(numbers.Modulus), Positive(numbers.Exponent));
    }

    /// <summary>The whole key.</summary>
    /// <exception cref="CryptographicException">Its private and public halves don't match.</exception>
    public PrivateKey ToPrivateKey(IEd25519 ed25519)
    {
        if (!isRsa)
        {
            return PrivateKey.FromEd25519Seed(secret, ed25519);
        }

        using var rsa = new RsaNumbers(secret).ToRsa();
        var sample = "OpteriusDkim"u8;
        var signature = rsa.SignData(sample, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return rsa.VerifyData(sample, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            ? PrivateKey.FromRsa(rsa)
            : throw new CryptographicException();
    }

    /// <summary>Wipes the key.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(secret);

    /// <summary>A number as the content of a DER INTEGER, whose first bit is its sign.</summary>
    private static byte[] Positive(ReadOnlySpan<byte> number) => number[0] < 0x80 ? number.ToArray() : [0, .. number];

    private static PrivateKeyContent? FindIn(ReadOnlySpan<byte> content, ReadOnlySpan<byte> text)
    {
        var blocks = KeyFileBlocks.In(text);
        try
        {
            return blocks.Count == 0
                ? Of(content) ?? OfBase64(text)
                : blocks.Where(block => block.IsPrivate).Select(block => Of(block.Der)).FirstOrDefault();
        }
        finally
        {
            foreach (var block in blocks)
            {
                CryptographicOperations.ZeroMemory(block.Der);
            }
        }
    }

    private static PrivateKeyContent? OfBase64(ReadOnlySpan<byte> text)
    {
        var decoded = KeyFileBlocks.Decode(text);
        try
        {
            return decoded is { Length: DkimPublicKey.Ed25519Length or 2 * DkimPublicKey.Ed25519Length }
                ? new PrivateKeyContent(decoded.AsSpan(0, DkimPublicKey.Ed25519Length), isRsa: false)
                : Of(decoded);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(decoded);
        }
    }

    private static PrivateKeyContent? Of(ReadOnlySpan<byte> der) => PrivateKeyDer.OfAny(der)?.Kind switch
    {
        PrivateKeyKind.Rsa or PrivateKeyKind.RsaPss => new PrivateKeyContent(PrivateKeyDer.KeyIn(der), isRsa: true),
        PrivateKeyKind.Ed25519 => new PrivateKeyContent(PrivateKeyDer.KeyIn(der), isRsa: false),
        _ => null,
    };
}
