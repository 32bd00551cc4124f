using System.Collections.Concurrent;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace OpteriusDkim;

/// <summary>DKIM signatures verified by MimeKit.</summary>
internal sealed class MimeKitSignatureVerifier : ISignatureVerifier
{
    private const int MostRead = 1000;

    // The library searches each RSA key that it is given for a prime modulus, which takes a hundred times as long as
    // to verify with it; and one key verifies at every place that is asked, and as the published one too.
    private readonly ConcurrentDictionary<DkimPublicKey, AsymmetricKeyParameter> read = new();

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
            // Which one it is depends on the bytes and on the pair: an argument, a cast, an invalid key.
            return "the signature can't be parsed, or its algorithm differs from the key's";
        }
    }

    private DkimVerifier VerifierFor(DkimPublicKey key)
    {
        if (read.Count >= MostRead)
        {
            read.Clear();
        }

        var verifier = new DkimVerifier(new GivenKey(read.GetOrAdd(key, Parameters))) { MinimumRsaKeyLength = 512 };

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
        public AsymmetricKeyParameter LocatePublicKey(
            string methods, string domain, string selector, CancellationToken cancellationToken = default) => key;

        public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(
            string methods, string domain, string selector, CancellationToken cancellationToken = default) => Task.FromResult(key);
    }
}
