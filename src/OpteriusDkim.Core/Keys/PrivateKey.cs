using System.Security.Cryptography;
using System.Text;
using OpteriusDkim.Records;

namespace OpteriusDkim.Keys;

/// <summary>
/// A private key in memory, as PKCS#8 (RFC 5958; for Ed25519 RFC 8410 7). It is wiped when disposed, and leaves Core only into its
/// file: no public member shows it.
/// </summary>
internal sealed class PrivateKey : IDisposable
{
    private readonly byte[] pkcs8;

    private PrivateKey(byte[] pkcs8, DkimPublicKey publicKey)
    {
        this.pkcs8 = pkcs8;
        PublicKey = publicKey;
    }

    /// <summary>Its public half.</summary>
    public DkimPublicKey PublicKey { get; }

    /// <summary>Generates an RSA key.</summary>
    public static PrivateKey GenerateRsa(int bits)
    {
        using var rsa = RSA.Create(bits);
        return FromRsa(rsa);
    }

    /// <summary>Generates an Ed25519 key.</summary>
    public static PrivateKey GenerateEd25519(IEd25519 ed25519)
    {
        var seed = RandomNumberGenerator.GetBytes(DkimPublicKey.Ed25519Length);
        try
        {
            return FromEd25519Seed(seed, ed25519);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>Wraps an RSA key that was read.</summary>
    internal static PrivateKey FromRsa(RSA rsa) => new(
        rsa.ExportPkcs8PrivateKey(),
        DkimPublicKey.FromSubjectPublicKeyInfo(rsa.ExportSubjectPublicKeyInfo()));

    /// <summary>Wraps the 32 bytes of an Ed25519 key.</summary>
    internal static PrivateKey FromEd25519Seed(ReadOnlySpan<byte> seed, IEd25519 ed25519)
    {
        var publicKey = DkimPublicKey.FromEd25519(ed25519.DerivePublicKey(seed));
        var pkcs8 = new byte[PrivateKeyFile.Ed25519Prefix.Length + seed.Length];
        PrivateKeyFile.Ed25519Prefix.CopyTo(pkcs8);
        seed.CopyTo(pkcs8.AsSpan(PrivateKeyFile.Ed25519Prefix.Length));
        return new PrivateKey(pkcs8, publicKey);
    }

    /// <summary>The PEM text of the key file. The caller wipes it.</summary>
    internal byte[] ToPem()
    {
        var text = new char[PemEncoding.GetEncodedSize(PrivateKeyFile.Pkcs8Label.Length, pkcs8.Length) + 1];
        try
        {
            PemEncoding.TryWrite(PrivateKeyFile.Pkcs8Label, pkcs8, text, out var length);
            text[length] = '\n';
            return Encoding.ASCII.GetBytes(text);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }

    /// <summary>The bare form of an Ed25519 key. The caller wipes it.</summary>
    internal byte[] ToSeed() => SeedFile.Encode(pkcs8.AsSpan(PrivateKeyFile.Ed25519Prefix.Length));

    /// <summary>Wipes the key from memory.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(pkcs8);
}
