using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>
/// The keys of odd records, made anew in each run. In a record <c>{rsa2048}</c> is such a key as p= has it,
/// <c>{bare2048}</c> its RSAPublicKey, <c>{rsa2048-url}</c> the same in base64 for addresses, <c>{ed25519}</c> and
/// <c>{info-ed25519}</c> an Ed25519 key raw and as SubjectPublicKeyInfo, <c>{fill:9}</c> nine characters.
/// <c>{rsa2048:5-9}</c> are its characters from the fifth up to the ninth, counted from 0.
/// </summary>
public static partial class OddKeys
{
    // RFC 8032 7.1, TEST 1.
    private static readonly byte[] Ed25519PublicKey = Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    private static readonly ConcurrentDictionary<int, Lazy<RSA>> Keys = new();

    /// <summary>The private half of the Ed25519 key.</summary>
    public static ReadOnlyMemory<byte> Ed25519Seed { get; } = Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    /// <summary>An RSA key of a size, one for the whole run.</summary>
    /// <param name="bits">The size.</param>
    public static RSA OfSize(int bits) => Keys.GetOrAdd(bits, size => new Lazy<RSA>(() => RSA.Create(size))).Value;

    /// <summary>A record's text with its keys put in.</summary>
    /// <param name="record">The text of the table.</param>
    public static string Expand(string record) => Placeholder().Replace(record, match =>
    {
        var whole = match.Groups["name"].Value == "fill"
            ? new string('x', int.Parse(match.Groups["from"].Value, CultureInfo.InvariantCulture))
            : KeyNamed(match.Groups["name"].Value);
        return match.Groups["from"].Success && match.Groups["to"].Success
            ? whole[int.Parse(match.Groups["from"].Value, CultureInfo.InvariantCulture)..(match.Groups["to"].Value is { Length: > 0 } to ? int.Parse(to, CultureInfo.InvariantCulture) : whole.Length)]
            : whole;
    });

    /// <summary>The size of the RSA key that signs mail for a record, the last in it; null for Ed25519.</summary>
    /// <param name="record">The text of the table.</param>
    public static int? SignerOf(string record)
    {
        var last = Placeholder().Matches(record).Select(match => match.Groups["name"].Value).LastOrDefault(name => name != "fill") ?? "rsa2048";
        return last.Contains("ed25519", StringComparison.Ordinal) ? null : SizeIn(last);
    }

    private static string KeyNamed(string name) => name switch
    {
        "ed25519" => Convert.ToBase64String(Ed25519PublicKey),
        "info-ed25519" => Convert.ToBase64String([0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00, .. Ed25519PublicKey]),
        _ when name.StartsWith("bare", StringComparison.Ordinal) => Convert.ToBase64String(OfSize(SizeIn(name)).ExportRSAPublicKey()),
        _ when name.EndsWith("-url", StringComparison.Ordinal) =>
            Convert.ToBase64String(OfSize(SizeIn(name)).ExportSubjectPublicKeyInfo()).Replace('+', '-').Replace('/', '_'),
        _ => Convert.ToBase64String(OfSize(SizeIn(name)).ExportSubjectPublicKeyInfo()),
    };

    private static int SizeIn(string name) => int.Parse(string.Concat(name.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{(?<name>[a-z]+[0-9]*|info-ed25519|rsa[0-9]+-url)(:(?<from>[0-9]+)(-(?<to>[0-9]*))?)?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
