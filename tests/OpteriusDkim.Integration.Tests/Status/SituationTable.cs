namespace OpteriusDkim;

/// <summary>The situations with OpenDKIM running.</summary>
internal static partial class SituationTable
{
    private const DkimHealth Ok = DkimHealth.Ok;
    private const DkimHealth Warning = DkimHealth.Warning;
    private const DkimHealth Critical = DkimHealth.Critical;
    private const DkimSigningOutcome Signed = DkimSigningOutcome.Signed;
    private const DkimSigningOutcome Unsigned = DkimSigningOutcome.Unsigned;
    private const DkimSigningOutcome Deferred = DkimSigningOutcome.TemporaryFailure;
    private const DkimDnsStatus Verified = DkimDnsStatus.Verified;
    private const DkimDnsStatus Mismatch = DkimDnsStatus.Mismatch;
    private const DkimDnsStatus NotSeen = DkimDnsStatus.KeyGenerated;
    private const DkimDnsStatus NoKey = DkimDnsStatus.NotConfigured;

    public static IReadOnlyList<Situation> All => [.. Records, .. Servers, .. Keys, .. Tables, .. Rotations, .. Domains, .. Delegations];

    private static Situation[] Records =>
    [
        new("sound", Ok, "", Signed, Verified),
        new("record-deleted", Critical, "RecordMissingWhileSigning", Signed, NotSeen) { After = (host, d) => host.Replace(d) },
        new("record-other-key", Critical, "DifferentKey", Signed, Mismatch)
        {
            After = (host, d) => host.Replace(d, SituationHost.Txt(host.TextOf("sound.example.com"))),
        },
        new("record-revoked", Critical, "Revoked", Signed, Mismatch) { After = (host, d) => host.Replace(d, "TXT \"v=DKIM1; p=\"") },
        new("two-records", Critical, "SeveralRecords", Signed, Mismatch)
        {
            After = (host, d) => host.NsUpdate($"update add {SituationHost.Mail(d)} 2 TXT \"v=DKIM1; p=\""),
        },
        new("record-cut", Critical, "SignatureFailsInDns", Signed, Mismatch)
        {
            After = (host, d) => host.Replace(d, SituationHost.Txt(host.TextOf(d)[..255])),
        },
        new("record-sha1", Critical, "HashNotPermitted", Signed, Mismatch)
        {
            After = (host, d) => host.Replace(d, SituationHost.Txt(host.TextOf(d).Replace("k=rsa;", "k=rsa; h=sha1;", Ordinal))),
        },
        new("record-service", Critical, "ServiceNotPermitted", Signed, Mismatch)
        {
            After = (host, d) => host.Replace(d, SituationHost.Txt(host.TextOf(d).Replace("k=rsa;", "k=rsa; s=tlsrpt;", Ordinal))),
        },
        new("record-spf", Critical, "NotATagList", Signed, Mismatch) { After = (host, d) => host.Replace(d, "TXT \"spf only\"") },
        new("record-testing", Warning, "TestMode", Signed, Verified)
        {
            After = (host, d) => host.Replace(d, SituationHost.Txt(host.TextOf(d).Replace("k=rsa;", "k=rsa; t=y;", Ordinal))),
        },
        new("alias-to-nowhere", Critical, "AliasToNowhere", Signed, NotSeen)
        {
            After = (host, d) => host.Replace(d, "CNAME nowhere.example.com"),
        },
        new("alias-to-record", Ok, "", Signed, Verified)
        {
            After = (host, d) =>
            {
                host.NsUpdate($"update add elsewhere.example.com 2 {SituationHost.Txt(host.TextOf(d))}");
                host.Replace(d, "CNAME elsewhere.example.com");
            },
        },
    ];

    private static Situation[] Servers =>
    [
        new("both-right", Ok, "", Signed, Verified) { Parent = "pair.example.com", After = (host, d) => host.Second(d, host.TextOf(d)) },
        new("one-wrong", Critical, "Drift ServersDisagree Revoked", Signed, Mismatch)
        {
            Parent = "pair.example.com", After = (host, d) => host.Second(d, "v=DKIM1; p="),
        },
        new("one-missing", Critical, "Drift NoSuchName", Signed, NotSeen)
        {
            Parent = "pair.example.com", After = (host, d) => host.Second(d, null),
        },
        new("one-lame", Warning, "DnsUnknown Refused", Signed, NotSeen) { Parent = "half.example.com" },
        new("only-lame", Warning, "DnsUnknown", Signed, NotSeen) { Parent = "lame.example.com" },
        new("servers-down", Warning, "DnsUnknown", Signed, NotSeen) { Parent = "dead.example.com" },
    ];

    private const StringComparison Ordinal = StringComparison.Ordinal;
}
