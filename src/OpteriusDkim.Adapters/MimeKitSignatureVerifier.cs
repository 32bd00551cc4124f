using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace OpteriusDkim;

/// <summary>DKIM signatures verified by MimeKit.</summary>
public sealed class MimeKitSignatureVerifier : ISignatureVerifier
{
    /// <inheritdoc/>
    public bool Verifies(ReadOnlyMemory<byte> message, int signature, DkimPublicKey key)
    {
        using var stream = new MemoryStream(message.ToArray(), writable: false);
        var mail = MimeMessage.Load(stream);
        var header = mail.Headers.Where(header => header.Id == HeaderId.DkimSignature).ElementAtOrDefault(signature);
        try
        {
            return header is not null && VerifierFor(key).Verify(mail, header);
        }
        catch (Exception exception) when (exception is FormatException or NotSupportedException or CryptoException or ArgumentException or InvalidOperationException)
        {
            // A signature that can't be read, or one of another algorithm than the key's, verifies as little as a wrong one.
            return false;
        }
    }

    private static DkimVerifier VerifierFor(DkimPublicKey key)
    {
        var verifier = new DkimVerifier(new GivenKey(Parameters(key))) { MinimumRsaKeyLength = 512 };

        // Receivers must not take it (RFC 8301): whether the signature is the key's is another question, and told apart.
        verifier.Enable(DkimSignatureAlgorithm.RsaSha1);
        return verifier;
    }

    private static AsymmetricKeyParameter Parameters(DkimPublicKey key) => key.Algorithm == DkimKeyAlgorithm.Ed25519
        ? new Ed25519PublicKeyParameters(key.Bytes.ToArray())
        : PublicKeyFactory.CreateKey(key.Bytes.ToArray());

    /// <summary>Gives the key in place of a lookup.</summary>
    private sealed class GivenKey(AsymmetricKeyParameter key) : IDkimPublicKeyLocator
    {
        public AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default) => key;

        public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(
            string methods, string domain, string selector, CancellationToken cancellationToken = default) => Task.FromResult(key);
    }
}
