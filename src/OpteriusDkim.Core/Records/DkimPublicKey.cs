using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using OpteriusDkim.Findings;
using OpteriusDkim.Records.WeakKeys;

namespace OpteriusDkim.Records;

/// <summary>
/// The public half of a key in the form that a record carries: a SubjectPublicKeyInfo for RSA (RFC 6376 3.6.1 as
/// deployed), the raw 32 bytes for Ed25519 (RFC 8463 4.2). Two are equal when these bytes are.
/// </summary>
internal sealed partial class DkimPublicKey : IEquatable<DkimPublicKey>
{
    /// <summary>Bytes of an Ed25519 public key and of its seed.</summary>
    public const int Ed25519Length = 32;

    private const string RsaEncryption = "1.2.840.113549.1.1.1";

    private readonly byte[] bytes;
    private string? base64;

    private DkimPublicKey(DkimKeyAlgorithm algorithm, int keySize, byte[] bytes)
    {
        Algorithm = algorithm;
        KeySize = keySize;
        this.bytes = bytes;
    }

    /// <summary>Rsa or Ed25519.</summary>
    public DkimKeyAlgorithm Algorithm { get; }

    /// <summary>Bits: those of the modulus, or 256.</summary>
    public int KeySize { get; }

    /// <summary>The decoded <c>p=</c>.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>The text of <c>p=</c>.</summary>
    public string Base64 => base64 ??= Convert.ToBase64String(bytes);

    /// <summary><c>SHA256:</c> and the base64, without padding, of the hash over <see cref="Bytes"/>.</summary>
    public string Fingerprint => "SHA256:" + Convert.ToBase64String(SHA256.HashData(bytes)).TrimEnd('=');

    /// <summary>An Ed25519 key from its raw bytes.</summary>
    /// <param name="raw">32 bytes.</param>
    /// <exception cref="CryptographicException">There aren't 32.</exception>
    public static DkimPublicKey FromEd25519(ReadOnlySpan<byte> raw) => raw.Length == Ed25519Length
        ? new DkimPublicKey(DkimKeyAlgorithm.Ed25519, 256, raw.ToArray())
        : throw new CryptographicException($"an Ed25519 key has {Ed25519Length} bytes, but this one has {raw.Length}");

    /// <summary>An RSA key from its two numbers.</summary>
    /// <param name="modulus">n, as the content of a DER INTEGER.</param>
    /// <param name="exponent">e, likewise.</param>
    /// <exception cref="CryptographicException">They are not positive.</exception>
    internal static DkimPublicKey FromRsa(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        var size = SizeOf(modulus, exponent);
        var key = new AsnWriter(AsnEncodingRules.DER);
        using (key.PushSequence())
        {
            key.WriteInteger(modulus);
            key.WriteInteger(exponent);
        }

        var info = new AsnWriter(AsnEncodingRules.DER);
        using (info.PushSequence())
        {
            using (info.PushSequence())
            {
                info.WriteObjectIdentifier(RsaEncryption);
                info.WriteNull();
            }

            info.WriteBitString(key.Encode());
        }

        return new DkimPublicKey(DkimKeyAlgorithm.Rsa, size, info.Encode());
    }

    /// <summary>An RSA key from a SubjectPublicKeyInfo.</summary>
    /// <param name="der">Its DER.</param>
    /// <exception cref="CryptographicException">It is something else; the message identifies it.</exception>
    public static DkimPublicKey FromSubjectPublicKeyInfo(ReadOnlyMemory<byte> der) =>
        TryReadSubjectPublicKeyInfo(der.Span, out var key, out var problem) ? key : throw new CryptographicException(problem);

    /// <summary>The problem of its size (RFC 8301 3.2), or null.</summary>
    public DkimFinding? Weakness()
    {
        const int Smallest = 1024;
        const int Recommended = 2048;
        const int Largest = 4096;
        var rule = (Algorithm, KeySize) switch
        {
            (not DkimKeyAlgorithm.Rsa, _) => null,
            (_, < Smallest) => FindingTable.KeyTooShort,
            (_, < Recommended) => FindingTable.KeyShort,
            (_, > Largest) => FindingTable.KeyLarge,
            _ => null,
        };
        return rule?.With(("size", KeySize));
    }

    /// <summary>Its known weaknesses, its size first.</summary>
    public IReadOnlyList<DkimFinding> Weaknesses() => KeyWeaknesses.Of(this);

    /// <summary>
    /// Why anybody can sign with it, as with a key whose private half is printed in a standard; null for a key that only its owner can use.
    /// </summary>
    public DkimFinding? Forgery() => KeyWeaknesses.ForgeryOf(this);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] DkimPublicKey? other) =>
        other is not null && Algorithm == other.Algorithm && Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DkimPublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => Base64.GetHashCode(StringComparison.Ordinal);

    /// <summary>Algorithm, size and fingerprint on one line.</summary>
    public override string ToString() => Algorithm == DkimKeyAlgorithm.Rsa
        ? $"RSA {KeySize}, {Fingerprint}"
        : $"Ed25519, {Fingerprint}";

    private static int SizeOf(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent) =>
        ProblemOf(modulus, exponent) is { } problem ? throw new CryptographicException(problem) : BitsOf(modulus);

    private static string? ProblemOf(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent) =>
        modulus[0] < 0x80 && exponent[0] < 0x80 && modulus.ContainsAnyExcept((byte)0) ? null : "its numbers are not those of an RSA key";

    /// <summary>Bits of the modulus. DER writes an INTEGER in the fewest bytes, the first bit being its sign.</summary>
    private static int BitsOf(ReadOnlySpan<byte> modulus)
    {
        var digits = modulus.TrimStart((byte)0);
        return (digits.Length * 8) - (BitOperations.LeadingZeroCount(digits[0]) - 24);
    }
}
