using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpteriusDkim.Names;

namespace OpteriusDkim.Signing.Proof;

/// <summary>
/// A test message for a signer, which is never delivered. Each is unique, so that a signature can be matched to it by its
/// body hash.
/// </summary>
internal sealed record ProbeMessage
{
    /// <summary>An address in a reserved domain (RFC 2606 2).</summary>
    public const string Recipient = "nobody@dkim-probe.invalid";

    public const string LocalPart = "dkim-probe";

    /// <param name="sender">The domain of its sender.</param>
    public ProbeMessage(DomainName sender, DateTimeOffset now)
    {
        Sender = $"{LocalPart}@{sender.Value}";
        EnvelopeSender = Sender;
        Client = ProbeClient.OnThisHost(Sender);
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        Message = new MailMessage(
            [
                new("From", $"OpteriusDkim probe <{Sender}>"),
                new("To", Recipient),
                new("Subject", "DKIM signing probe, never delivered"),
                new("Date", now.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture)),
                new("Message-ID", $"<{token}@{sender.Value}>"),
                new("MIME-Version", "1.0"),
                new("Content-Type", "text/plain; charset=us-ascii"),
            ],
            $"This message was made to see whether this host signs mail of\r\n{sender.Value}.\r\nIt is not "
            + $"sent to anybody.\r\n{token}\r\n");
    }

    /// <summary>The address in From.</summary>
    public string Sender { get; }

    /// <summary>The envelope sender.</summary>
    public string EnvelopeSender { get; init; }

    public ProbeClient Client { get; init; }

    public MailMessage Message { get; }

    /// <summary>The bh= of its signature. Relaxed canonicalization doesn't change the body (RFC 6376 3.4.4).</summary>
    /// <param name="algorithm">The a= tag, which contains the hash.</param>
    public string BodyHash(string algorithm)
    {
        var body = Encoding.Latin1.GetBytes(Message.Body);
        return Convert.ToBase64String(algorithm.EndsWith("sha1", StringComparison.OrdinalIgnoreCase) ? Sha1(body) : SHA256.HashData(body));
    }

#pragma warning disable CA5350 // Only to recognize signatures that still use it.
    private static byte[] Sha1(byte[] body) => SHA1.HashData(body);
#pragma warning restore CA5350
}
