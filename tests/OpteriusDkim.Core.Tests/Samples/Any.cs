using FsCheck;
using FsCheck.Fluent;

namespace OpteriusDkim.Tests;

/// <summary>Generators of inputs, drawn half from text with a meaning to a parser or terminal.</summary>
internal static class Any
{
    private static readonly string[] Odd =
    [
        "\0", "\a", "\b", "\t", "\n", "\r", "\u001b[31m", "\u007f", "\u0085", "\u009b", "\u00a0", "\u00ad",
        "\u061c", "\u200b", "\u200d", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff",
        "\ud800", "\udc00", "\udbff\udfff", "\ue000", "\uffff", "\U0001f600", "\U000e0041", "a\u0308",
        "/", "\\", "..", ".", "-", "_", "%", "*", "$", "'", "\"", ";", "=", ":", "#", "{", "}", " ", "`",
    ];

    private static readonly string[] Labels =
    [
        "example", "com", "EXAMPLE", "mail", "a", "1", "192", "xn--", "xn--mnchen-3ya", "münchen", "straße", "ς", "пример", "日本語",
        "\u212a", "İ", "。",
    ];

    private static readonly string[] Tags =
    [
        "v=DKIM1", "v=dkim1", "V=DKIM1", "k=rsa", "k=ed25519", "k=dsa", "p=", "p=AAAA", "p=MIIB", "h=sha1", "h=sha256:sha1", "s=email",
        "s=*", "t=y", "t=y:s",
        "n=note", "g=*", "=", ";", " ", "\r\n ", "\"", "\\\"", "(", ")", "-----BEGIN PUBLIC KEY-----", "v=spf1 -all",
    ];

    /// <summary>Any UTF-16, including unpaired surrogates.</summary>
    public static Gen<string> Text => Joined(Gen.OneOf(
        Gen.Elements(Odd), Gen.Elements(Labels), Gen.Choose(0, char.MaxValue).Select(code => ((char)code).ToString())));

    /// <summary>Texts similar to names, many of them valid.</summary>
    public static Gen<string> NearName => Joined(Gen.Frequency(
        (6, Gen.Elements(Labels)), (5, Gen.Constant(".")), (1, Gen.Elements(Odd))));

    /// <summary>Texts similar to key records, many of them valid.</summary>
    public static Gen<string> NearRecord => Joined(Gen.Frequency(
        (6, Gen.Elements(Tags)), (4, Gen.Constant(";")), (1, Gen.Elements(Odd))));

    public static Gen<byte[]> Bytes => Gen.ArrayOf(Gen.Choose(0, byte.MaxValue).Select(value => (byte)value));

    public static Gen<string> Joined(Gen<string> parts) => Gen.ListOf(parts).Select(list => string.Concat(list));
}
