namespace OpteriusDkim.Tests;

/// <summary>Accepts every signature with one key, and none with another.</summary>
internal sealed class FakeVerifier(DkimPublicKey right) : ISignatureVerifier
{
    public string? ProblemOf(ReadOnlyMemory<byte> message, int signature, DkimPublicKey key) => right.Equals(key) ? null : "another key's";
}
