using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;

namespace OpteriusDkim;

/// <summary>MimeKit's verifier, in this process.</summary>
internal sealed class MimeKitVerifier : IRecordVerifier
{
    public string Name => "MimeKit";

    public string? Missing => null;

    public async Task<IReadOnlyList<bool>> VerifyAsync(VerifierBench bench)
    {
        var verdicts = new List<bool>();
        for (var number = 0; number < bench.Cases.Count; number++)
        {
            using var stream = new MemoryStream(bench.Messages[number]);
            using var message = await MimeMessage.LoadAsync(stream);
            verdicts.Add(await IsGoodAsync(message, bench.Texts[number]));
        }

        return verdicts;
    }

    private static async Task<bool> IsGoodAsync(MimeMessage message, string text)
    {
        try
        {
            return await new DkimVerifier(new Locator(text)).VerifyAsync(
                message, message.Headers[message.Headers.IndexOf(HeaderId.DkimSignature)]);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or StackOverflowException))
        {
            // For a malformed record MimeKit throws exceptions of any type.
            return false;
        }
    }

    private sealed class Locator(string text) : DkimPublicKeyLocatorBase
    {
        public override AsymmetricKeyParameter LocatePublicKey(
            string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            GetPublicKey(text);

        public override Task<AsymmetricKeyParameter> LocatePublicKeyAsync(
            string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(GetPublicKey(text));
    }
}
