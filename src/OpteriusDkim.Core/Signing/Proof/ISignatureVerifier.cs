using OpteriusDkim.Records;

namespace OpteriusDkim.Signing.Proof;

/// <summary>Verifies the signatures of a message (RFC 6376 6.1.3, RFC 8463) with a given key, without DNS.</summary>
internal interface ISignatureVerifier
{
    /// <summary>
    /// Verifies one signature. A message or signature that can't be parsed doesn't verify; it throws no exception, because
    /// both are external data.
    /// </summary>
    /// <param name="message">The message, with CRLF line ends.</param>
    /// <param name="signature">The index of the DKIM-Signature header, from 0 at the top.</param>
    /// <returns>Why it doesn't verify; null if body hash and signature are valid.</returns>
    string? ProblemOf(ReadOnlyMemory<byte> message, int signature, DkimPublicKey key);
}
