using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>
/// The keys of odd records, generated in each run. In a record <c>{rsa2048}</c> is such a key in the form of p=,
/// <c>{bare2048}</c> its RSAPublicKey, <c>{private2048}</c> its private key, <c>{forged2048}</c> its modulus with the exponent 1,
/// <c>{rsa2048-url}</c> the public key as base64url,
/// <c>{rsa2048-percent}</c>, <c>{rsa2048-html}</c> and <c>{rsa2048-plus}</c> with each + encoded, or lost to a space; <c>{ed25519}</c>
/// and <c>{info-ed25519}</c> an Ed25519 key raw and as SubjectPublicKeyInfo, <c>{fill:9}</c> nine characters.
/// <c>{rsa2048:5-9}</c> are its characters from the fifth up to the ninth, counted from 0.
/// </summary>
public static partial class OddKeys
{
    // From the seed 1 to 32, since the keys of the standards are reported as published.
    private static readonly byte[] Ed25519PublicKey = Convert.FromHexString(
        "79b5562e8fe654f94078b112e8a98ba7901f853ae695bed7e0e3910bad049664");
    private static readonly ConcurrentDictionary<int, Lazy<RSA>> Keys = new();

    /// <summary>The private half of the Ed25519 key.</summary>
    public static ReadOnlyMemory<byte> Ed25519Seed { get; } = Convert.FromHexString(
        "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20");

    /// <summary>An RSA key of a size, one for the whole run.</summary>
    public static RSA OfSize(int bits) => Keys.GetOrAdd(bits, size => new Lazy<RSA>(() => WithPlus(size))).Value;

    /// <summary>A record's text with its keys inserted.</summary>
    /// <param name="record">The text of the table.</param>
    public static string Expand(string record) => Placeholder().Replace(record, match =>
    {
        var whole = match.Groups["name"].Value == "fill"
            ? new string('x', int.Parse(match.Groups["from"].Value, CultureInfo.InvariantCulture))
            : KeyNamed(match.Groups["name"].Value);
        return match.Groups["from"].Success && match.Groups["to"].Success
            ? whole[
                int.Parse(match.Groups["from"].Value, CultureInfo.InvariantCulture)..(match.Groups["to"].Value is { Length: > 0 } to
                    ? int.Parse(to, CultureInfo.InvariantCulture)
                    : whole.Length)]
            : whole;
    });

    /// <summary>The size of the RSA key that signs mail for a record, the last one in it; null for Ed25519.</summary>
    /// <param name="record">The text of the table.</param>
    public static int? SignerOf(string record)
    {
        var last = Placeholder().Matches(record).Select(match => match.Groups["name"].Value).LastOrDefault(name => name != "fill")
            ?? (record.Contains("k=ed25519", StringComparison.Ordinal) ? "ed25519" : "rsa2048");
        return last.Contains("ed25519", StringComparison.Ordinal) ? null : SizeIn(last);
    }

    /// <summary>A key whose base64 has a +, for odd records that lose it.</summary>
    private static RSA WithPlus(int size)
    {
        while (true)
        {
            var key = RSA.Create(size);
            if (size < 1024 || Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()).Contains('+', StringComparison.Ordinal))
            {
                return key;
            }

            key.Dispose();
        }
    }

    /// <summary>The SubjectPublicKeyInfo of the same modulus with the exponent 1, with which every number is its own signature.</summary>
    private static byte[] WithExponentOne(RSA key)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(key.ExportParameters(includePrivateParameters: false).Modulus);
            writer.WriteInteger(1);
        }

        var numbers = writer.Encode();
        writer.Reset();
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.1.1");
                writer.WriteNull();
            }

            writer.WriteBitString(numbers);
        }

        return writer.Encode();
    }

    private static string KeyNamed(string name) => name switch
    {
        "ed25519" => Convert.ToBase64String(Ed25519PublicKey),
        "info-ed25519" =>
            Convert.ToBase64String([0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00, .. Ed25519PublicKey]),
        _ when name.StartsWith("bare", StringComparison.Ordinal) => Convert.ToBase64String(OfSize(SizeIn(name)).ExportRSAPublicKey()),
        _ when name.StartsWith("forged", StringComparison.Ordinal) => Convert.ToBase64String(WithExponentOne(OfSize(SizeIn(name)))),
        _ when name.StartsWith("private", StringComparison.Ordinal) => Convert.ToBase64String(OfSize(SizeIn(name)).ExportPkcs8PrivateKey()),
        _ when name.EndsWith("-plus", StringComparison.Ordinal) => KeyNamed(name[..^5]).Replace('+', ' '),
        _ when name.EndsWith("-html", StringComparison.Ordinal) => KeyNamed(name[..^5]).Replace("+", "&#43;", StringComparison.Ordinal),
        _ when name.EndsWith("-percent", StringComparison.Ordinal) => Uri.EscapeDataString(KeyNamed(name[..^8])),
        _ when name.EndsWith("-url", StringComparison.Ordinal) =>
            Convert.ToBase64String(OfSize(SizeIn(name)).ExportSubjectPublicKeyInfo()).Replace('+', '-').Replace('/', '_'),
        _ => Convert.ToBase64String(OfSize(SizeIn(name)).ExportSubjectPublicKeyInfo()),
    };

    private static int SizeIn(string name) => int.Parse(string.Concat(name.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\{(?<name>[a-z]+[0-9]*|info-ed25519|rsa[0-9]+-[a-z]+)(:(?<from>[0-9]+)(-(?<to>[0-9]*))?)?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
