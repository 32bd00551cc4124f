namespace OpteriusDkim.Tests;

/// <summary>Named answers about the first sample key's record.</summary>
internal static class Answers
{
    private static readonly string Right = SampleKey.Rsa.RecordText;
    private static readonly string Key = SampleKey.Rsa.PublicKey.Base64;

    /// <summary>Answers with the correct record.</summary>
    public static IReadOnlyDictionary<string, Func<DnsReply>> ThatAreRight { get; } = new Dictionary<string, Func<DnsReply>>
    {
        ["right"] = () => Found([.. CharacterStrings.Split(Right)]),
        ["right in many strings"] = () => Found([.. Right.Chunk(40).Select(chunk => new string(chunk))]),
        ["right without version and type"] = () => Found($"p={Key}"),
        ["right with other tags"] = () => Found($"v=DKIM1; h=sha256; k=rsa; s=email; t=s; n=note; p={Key}; "),
        ["right in test mode"] = () => Found($"v=DKIM1; k=rsa; t=y; p={Key}"),
        ["right with a space in the key"] = () => Found($"v=DKIM1; k=rsa; p={Key.Insert(100, " ")}"),
        ["right through a delegation"] = () => Aliased(Found(Right), "mail.example.com.dkim.example.net"),
        ["right through an alias"] = () => Aliased(Found(Right), "mail.dkim.example.net"),
    };

    /// <summary>Answers with other content.</summary>
    public static IReadOnlyDictionary<string, Func<DnsReply>> ThatAreWrong { get; } = new Dictionary<string, Func<DnsReply>>
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

    /// <summary>Failed and negative answers, with the finding of each.</summary>
    public static IReadOnlyDictionary<string, (string Code, Func<DnsReply> Make)> ThatSayNothing { get; } =
        new Dictionary<string, (string, Func<DnsReply>)>
        {
            ["no such name"] = (nameof(FindingTable.NoSuchName), () => Negative(Without(DnsOutcome.NoSuchName), 600)),
            ["no data"] = (nameof(FindingTable.NoData), () => Without(DnsOutcome.NoData)),
            ["server failure"] = (nameof(FindingTable.ServerFailure), () => Without(DnsOutcome.ServerFailure)),
            ["refused"] = (nameof(FindingTable.Refused), () => Without(DnsOutcome.Refused)),
            ["timeout"] = (nameof(FindingTable.Timeout), () => Without(DnsOutcome.Timeout)),
            ["unreachable"] = (nameof(FindingTable.ServerUnreachable), () => Without(DnsOutcome.Unreachable)),
            ["malformed"] = (nameof(FindingTable.Malformed), () => Without(DnsOutcome.Malformed)),
        };

    public static DnsReply Of(string name) =>
        ThatAreRight.TryGetValue(name, out var right) ? right()
        : ThatAreWrong.TryGetValue(name, out var wrong) ? wrong()
        : ThatSayNothing[name].Make();

    /// <summary>The answer about the sample record.</summary>
    public static DkimDnsAnswer Read(string name) => Read(Of(name));

    public static DkimDnsAnswer Read(DnsReply reply) => new(SampleName.Mail, reply);

    /// <summary>The answer of an authoritative server.</summary>
    public static DkimDnsAnswer By(string? server, string name) => new(SampleName.Mail, Of(name)) { ServerName = server };

    public static DnsReply Found(params string[] strings) => Records(strings);

    public static DnsReply Without(DnsOutcome outcome) => new(Question, outcome) { Detail = "SERVFAIL" };

    /// <summary>The same answer, reached through these aliases.</summary>
    public static DnsReply Aliased(DnsReply reply, params string[] targets)
    {
        string[] names = [reply.Question.Name, .. targets];
        return reply with
        {
            Answers =
            [
                .. targets.Zip(names, (target, owner) => new DnsResource(owner, DnsRecordType.Cname, 60) { Target = target }),
                .. reply.Answers.Select(record => record with { Name = names[^1] }),
            ],
        };
    }

    /// <summary>The same answer with the SOA that permits negative caching.</summary>
    public static DnsReply Negative(DnsReply reply, int? ttl) => reply with
    {
        Authorities = ttl is { } seconds ? [new DnsResource("example.com", DnsRecordType.Soa, seconds) { Minimum = seconds }] : [],
    };

    private static DnsQuestion Question { get; } = new(SampleName.Mail.Value, DnsRecordType.Txt, DnsServer.Parse("192.0.2.53"));

    private static DnsReply Records(params string[][] records) => new(Question, DnsOutcome.Found)
    {
        Answers = [.. records.Select(strings => new DnsResource(Question.Name, DnsRecordType.Txt, 300) { Strings = strings })],
    };
}
