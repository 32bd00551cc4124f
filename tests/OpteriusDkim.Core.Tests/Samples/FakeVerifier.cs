namespace OpteriusDkim.Tests;

/// <summary>Verifies every signature with one key, and none with another.</summary>
internal sealed class FakeVerifier(DkimPublicKey right) : ISignatureVerifier
{
    public bool Verifies(ReadOnlyMemory<byte> message, int signature, DkimPublicKey key) => right.Equals(key);
}
