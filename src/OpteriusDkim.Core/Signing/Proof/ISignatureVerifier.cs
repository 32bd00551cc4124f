using OpteriusDkim.Records;

namespace OpteriusDkim.Signing.Proof;

/// <summary>Verifies the signatures of a message (RFC 6376 6.1.3, RFC 8463) against a key that is given, without a look into DNS.</summary>
internal interface ISignatureVerifier
{
    /// <summary>
    /// Verifies one signature. A message or a signature that can't even be read is one that doesn't verify, and never an
    /// exception: both come from outside.
    /// </summary>
    /// <param name="message">The message, lines ended by CRLF.</param>
    /// <param name="signature">Which of its DKIM-Signature headers, counted from 0 at the top.</param>
    /// <returns>Why it doesn't verify; null where body hash and signature are right.</returns>
    string? ProblemOf(ReadOnlyMemory<byte> message, int signature, DkimPublicKey key);
}
