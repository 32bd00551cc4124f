using System.Collections.Concurrent;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace OpteriusDkim;

/// <summary>Verifies DKIM signatures with MimeKit.</summary>
internal sealed class MimeKitSignatureVerifier : ISignatureVerifier
{
    private const int MaxCachedKeys = 1000;

    // BouncyCastle tests the modulus of each new RSA key for primality, which takes a hundred times as long as a
    // verification. The same key is used for every endpoint and for the published record.
    private readonly ConcurrentDictionary<DkimPublicKey, AsymmetricKeyParameter> keys = new();

    public string? ProblemOf(ReadOnlyMemory<byte> message, int signature, DkimPublicKey key)
    {
        try
        {
            using var stream = new MemoryStream(message.ToArray(), writable: false);
            using var mail = MimeMessage.Load(stream);
            var header = mail.Headers.Where(header => header.Id == HeaderId.DkimSignature).ElementAtOrDefault(signature);
            if (header is null)
            {
                return "the message has no such signature";
            }

            return VerifierFor(key).Verify(mail, header) ? null : "the signature doesn't match the message and the key";
        }
        catch (FormatException exception)
        {
            return PrintableText.Shorten(PrintableText.Clean(exception.Message)).TrimEnd('.');
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The type of the exception depends on the input: argument, cast, invalid key.
            return "the signature can't be parsed, or its algorithm differs from the key's";
        }
    }

    private DkimVerifier VerifierFor(DkimPublicKey key)
    {
        if (keys.Count >= MaxCachedKeys)
        {
            keys.Clear();
        }

        var verifier = new DkimVerifier(new GivenKey(keys.GetOrAdd(key, Parameters))) { MinimumRsaKeyLength = 512 };

        // Receivers must not accept it (RFC 8301), but the signature is checked anyway; a separate finding reports the algorithm.
        verifier.Enable(DkimSignatureAlgorithm.RsaSha1);
        return verifier;
    }

    private static AsymmetricKeyParameter Parameters(DkimPublicKey key) => key.Algorithm == DkimKeyAlgorithm.Ed25519
        ? new Ed25519PublicKeyParameters(key.Bytes.ToArray())
        : PublicKeyFactory.CreateKey(key.Bytes.ToArray());

    /// <summary>Supplies the given key instead of a lookup.</summary>
    private sealed class GivenKey(AsymmetricKeyParameter key) : IDkimPublicKeyLocator
    {
        public AsymmetricKeyParameter LocatePublicKey(
            string methods, string domain, string selector, CancellationToken cancellationToken = default) => key;

        public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(
            string methods, string domain, string selector, CancellationToken cancellationToken = default) => Task.FromResult(key);
    }
}
