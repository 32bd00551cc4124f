using OpteriusDkim.Reports;

namespace OpteriusDkim.Tests;

/// <summary>Facts about a domain that is signed and verified, and changes of them.</summary>
internal static class SampleFacts
{
    public static readonly DateTime Now = new(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);

    public static readonly DomainName Domain = DomainName.Parse("example.com");

    public static StatusFacts Sound => new(Domain, Now)
    {
        Keys = [Key("mail", SampleKey.Rsa.PublicKey, days: 10)],
        Entries = [Entry(DkimSigningOutcome.Signed, "mail")],
        Probes = [Probe(DkimSigningOutcome.Signed, "mail")],
        Dns = [Test(SampleKey.Rsa.PublicKey, "right")],
        Interval = TimeSpan.FromDays(180),
        JournalWrittenAt = Now.AddDays(-10),
        Rotations = [Rotation(RotationKind.Registration) with { Phase = RotationPhase.Completed, EndedAt = Now.AddDays(-10) }],
    };

    public static StatusKey Key(string selector, DkimPublicKey key, int days, bool inStore = true) => new(
        new StoredKey(
            new RecordName(Domain, Selector.Parse(selector)), key, $"/keys/example.com/{selector}.private", Now.AddDays(-days)),
        inStore,
        Now.AddDays(-days));

    public static DkimSigningEntry Entry(DkimSigningOutcome outcome, string? selector, params DkimFinding[] findings) => new()
    {
        Domain = "example.com", Pattern = selector is null ? null : "*@example.com", Selector = selector, Signer = SignerType.OpenDkim,
        Outcome = outcome, PrivateKeyPath = "/keys/example.com/mail.private", InStore = true, Source = "/etc/opendkim/SigningTable:1",
        Findings = findings,
    };

    public static DkimSigningTest Probe(DkimSigningOutcome outcome, string? selector, params DkimFinding[] findings) => new()
    {
        Domain = "example.com", Selector = selector, Signer = SignerType.OpenDkim, Endpoint = "inet:8891@127.0.0.1", Outcome = outcome,
        MatchesStore = outcome == DkimSigningOutcome.Signed ? true : null,
        MatchesDns = outcome == DkimSigningOutcome.Signed ? true : null, Findings = findings,
    };

    /// <summary>The test of the record of the selector mail.</summary>
    public static DkimDnsTest Test(DkimPublicKey key, params string[] answers) => Verification.Of(
        new StoredKey(SampleName.Mail, key, "/keys/example.com/mail.private", Now),
        new ZoneObservation([.. answers.Select((answer, i) => Answers.By($"ns{i + 1}.example.net", answer))]),
        Now);

    public static DkimRotation Rotation(RotationKind kind) => new()
    {
        Domain = "example.com", Kind = kind, OldSelector = kind == RotationKind.Registration ? null : "mail",
        NewSelector = kind == RotationKind.Retirement ? null : "mail2", StartedAt = Now.AddDays(-10), NextAction = "Do something.",
    };
}
