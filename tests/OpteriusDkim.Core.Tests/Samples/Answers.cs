namespace OpteriusDkim.Tests;

/// <summary>Answers about the first sample key's record, by a name for tables.</summary>
internal static class Answers
{
    private static readonly DnsServer Server = DnsServer.Parse("192.0.2.53");
    private static readonly string Right = SampleKey.Rsa.RecordText;
    private static readonly string Key = SampleKey.Rsa.PublicKey.Base64;

    /// <summary>Answers in which the record is as it should be.</summary>
    public static IReadOnlyDictionary<string, Func<TxtAnswer>> ThatAreRight { get; } = new Dictionary<string, Func<TxtAnswer>>
    {
        ["right"] = () => Found([.. CharacterStrings.Split(Right)]),
        ["right in many strings"] = () => Found([.. Right.Chunk(40).Select(chunk => new string(chunk))]),
        ["right without version and type"] = () => Found($"p={Key}"),
        ["right with other tags"] = () => Found($"v=DKIM1; h=sha256; k=rsa; s=email; t=s; n=note; p={Key}; "),
        ["right in test mode"] = () => Found($"v=DKIM1; k=rsa; t=y; p={Key}"),
        ["right with a space in the key"] = () => Found($"v=DKIM1; k=rsa; p={Key.Insert(100, " ")}"),
        ["right through an alias"] = () => Found(Right) with { Chain = ["mail.dkim.example.net"] },
    };

    /// <summary>Answers in which something else is there.</summary>
    public static IReadOnlyDictionary<string, Func<TxtAnswer>> ThatAreWrong { get; } = new Dictionary<string, Func<TxtAnswer>>
    {
        ["another key"] = () => Found(SampleKey.OtherRsa.RecordText),
        ["a key of the other algorithm"] = () => Found(DkimDnsRecord.TextOf(SampleKey.Ed25519)),
        ["two records, one of them right"] = () => Records([Right], [SampleKey.OtherRsa.RecordText]),
        ["the right record twice"] = () => Records([Right], [Right]),
        ["the right record and SPF"] = () => Records(["v=spf1 -all"], [Right]),
        ["SPF"] = () => Found("v=spf1 -all"),
        ["an empty record"] = () => Found(""),
        ["h=sha1"] = () => Found($"v=DKIM1; h=sha1; k=rsa; p={Key}"),
        ["s=tlsrpt"] = () => Found($"v=DKIM1; k=rsa; s=tlsrpt; p={Key}"),
        ["k=ed25519"] = () => Found($"v=DKIM1; k=ed25519; p={Key}"),
        ["k=dsa"] = () => Found($"v=DKIM1; k=dsa; p={Key}"),
        ["a bare RSA key"] = () => Found($"v=DKIM1; k=rsa; p={Convert.ToBase64String(SampleKey.Rsa.BarePublicKey)}"),
        ["revoked"] = () => Found("v=DKIM1; k=rsa; p="),
        ["no key"] = () => Found("v=DKIM1"),
        ["cut at 255"] = () => Found(Right[..255]),
        ["another version"] = () => Found($"v=DKIM2; k=rsa; p={Key}"),
        ["version last"] = () => Found($"k=rsa; p={Key}; v=DKIM1"),
        ["a tag twice"] = () => Found($"v=DKIM1; k=rsa; p={Key}; p={Key}"),
        ["quotation marks in it"] = () => Found($"\"{Right}\""),
        ["backslashes in it"] = () => Found(Right.Replace(";", @"\;", StringComparison.Ordinal)),
        ["zone-file syntax in it"] = () => Found($"IN TXT ( {Right} )"),
        ["PEM armour in it"] = () => Found($"v=DKIM1; k=rsa; p=-----BEGIN PUBLIC KEY-----{Key}-----END PUBLIC KEY-----"),
    };

    /// <summary>Answers that say nothing about the record, or that it isn't there yet, and what is found of each.</summary>
    public static IReadOnlyDictionary<string, (string Code, Func<TxtAnswer> Make)> ThatSayNothing { get; } =
        new Dictionary<string, (string, Func<TxtAnswer>)>
        {
            ["no such name"] = (nameof(FindingTable.NoSuchName), () => Without(DnsOutcome.NoSuchName) with { NegativeTtl = 600 }),
            ["no data"] = (nameof(FindingTable.NoData), () => Without(DnsOutcome.NoData)),
            ["server failure"] = (nameof(FindingTable.ServerFailure), () => Without(DnsOutcome.ServerFailure)),
            ["refused"] = (nameof(FindingTable.Refused), () => Without(DnsOutcome.Refused)),
            ["timeout"] = (nameof(FindingTable.Timeout), () => Without(DnsOutcome.Timeout)),
            ["unreachable"] = (nameof(FindingTable.ServerUnreachable), () => Without(DnsOutcome.Unreachable)),
            ["malformed"] = (nameof(FindingTable.Malformed), () => Without(DnsOutcome.Malformed)),
        };

    public static TxtAnswer Of(string name) =>
        ThatAreRight.TryGetValue(name, out var right) ? right()
        : ThatAreWrong.TryGetValue(name, out var wrong) ? wrong()
        : ThatSayNothing[name].Make();

    public static TxtAnswer Found(params string[] strings) => Records(strings);

    public static TxtAnswer Without(DnsOutcome outcome) => new(Server, outcome) { Detail = "SERVFAIL" };

    private static TxtAnswer Records(params string[][] records) => new(Server, DnsOutcome.Found) { Records = records, Ttl = 300 };
}
