using OpteriusDkim.Reports;

namespace OpteriusDkim.Tests;

/// <summary>The rules as pure functions; SituationsTests of the integration tests make such facts with real daemons.</summary>
public sealed class HealthRulesTests
{
    private static readonly DkimFinding Unsigned = FindingTable.MailUnsigned.With(("endpoint", "e"), ("sender", "s"), ("domain", "d"));
    private static readonly DkimFinding Refused = FindingTable.SocketRefused.With(("endpoint", "e"), ("reason", "r"));
    private static readonly DkimFinding Denied = FindingTable.SocketDenied.With(("endpoint", "e"));
    private static readonly DkimFinding Other =
        FindingTable.SignedWithOtherKey.With(("endpoint", "e"), ("name", "n"), ("path", "p"), ("problem", "x"));

    private static readonly DkimFinding NoRedis = FindingTable.RedisUnreadable.With(("server", "s"), ("reason", "r"));
    private static readonly DkimFinding Nothing = FindingTable.NothingSigns.With(("domain", "d"), ("signer", "s"));

    private static readonly Dictionary<string, (Func<StatusFacts, StatusFacts> Change, DkimHealth Health, string Code)> Cases = new()
    {
        ["sound"] = (facts => facts, DkimHealth.Ok, ""),
        ["daemon leaves mail unsigned"] = (
            facts => facts with { Probes = [SampleFacts.Probe(DkimSigningOutcome.Unsigned, null, Unsigned)] }, DkimHealth.Critical,
            "MailUnsigned, Drift"),
        ["daemon down"] = (
            facts => facts with { Probes = [SampleFacts.Probe(DkimSigningOutcome.Unreachable, null, Refused)] }, DkimHealth.Critical,
            "SocketRefused"),
        ["one of two daemons down"] = (
            facts => facts with { Probes = [.. facts.Probes!, SampleFacts.Probe(DkimSigningOutcome.Unreachable, null, Refused)] },
            DkimHealth.Critical, "SocketRefused"),
        ["socket closed to the caller"] = (
            facts => facts with { Probes = [SampleFacts.Probe(DkimSigningOutcome.Unreachable, null, Denied)] }, DkimHealth.Warning,
            "SigningUnknown, SocketDenied"),
        ["no entry"] = (
            facts => facts with { Entries = [SampleFacts.Entry(DkimSigningOutcome.Unsigned, null, Nothing)] }, DkimHealth.Critical,
            "NothingSigns, Drift"),
        ["signature fails"] = (
            facts => facts with
            {
                Probes =
                [
                    SampleFacts.Probe(DkimSigningOutcome.Signed, "mail", FindingTable.SignatureFailsInDns.With(("name", "n")), Other) with
                    {
                        MatchesStore = false, MatchesDns = false,
                    },
                ],
            }, DkimHealth.Critical, "SignatureFailsInDns, SignedWithOtherKey, Drift"),
        ["record missing"] = (
            facts => facts with { Dns = [SampleFacts.Test(SampleKey.Rsa.PublicKey, "no such name")] }, DkimHealth.Critical, "NoSuchName"),
        ["record missing on one server"] = (
            facts => facts with { Dns = [SampleFacts.Test(SampleKey.Rsa.PublicKey, "right", "no such name")] }, DkimHealth.Critical,
            "NoSuchName, Drift"),
        ["revoked"] = (
            facts => facts with { Dns = [SampleFacts.Test(SampleKey.Rsa.PublicKey, "revoked")] }, DkimHealth.Critical, "Revoked"),
        ["server silent"] = (
            facts => facts with { Dns = [SampleFacts.Test(SampleKey.Rsa.PublicKey, "timeout")] }, DkimHealth.Warning,
            "DnsUnknown, Timeout"),
        ["one of two servers silent"] = (
            facts => facts with { Dns = [SampleFacts.Test(SampleKey.Rsa.PublicKey, "right", "refused")] }, DkimHealth.Warning,
            "DnsUnknown, Refused"),
        ["DNS not asked"] = (facts => facts with { Dns = null }, DkimHealth.Warning, "DnsNotAsked"),
        ["tables unknown, mail unsigned"] = (
            facts => facts with
            {
                Entries = [SampleFacts.Entry(DkimSigningOutcome.Unreachable, null, NoRedis)],
                Probes = [SampleFacts.Probe(DkimSigningOutcome.Unsigned, null, Unsigned)],
            }, DkimHealth.Critical, "MailUnsigned, RedisUnreadable"),
        ["tables unknown, mail signed"] = (
            facts => facts with { Entries = [SampleFacts.Entry(DkimSigningOutcome.Unreachable, null, NoRedis)] }, DkimHealth.Warning,
            "SigningUnknown, RedisUnreadable"),
        ["tables unknown during a retirement"] = (
            facts => facts with
            {
                Entries = [SampleFacts.Entry(DkimSigningOutcome.Unreachable, null, NoRedis)],
                Probes = [SampleFacts.Probe(DkimSigningOutcome.Unsigned, null, Unsigned)],
                JournalWrittenAt = SampleFacts.Now,
                Rotations = [SampleFacts.Rotation(RotationKind.Retirement)],
            }, DkimHealth.Warning, "RedisUnreadable"),
        ["signers not asked"] = (facts => facts with { Probes = null }, DkimHealth.Warning, "SigningUnknown"),
        ["tables not read"] = (facts => facts with { Entries = [] }, DkimHealth.Warning, "SigningUnknown"),
        ["journal broken"] = (
            facts => facts with { Problems = [FindingTable.JournalBroken.With(("path", "p"), ("problem", "x"))] }, DkimHealth.Warning,
            "JournalBroken"),
        ["Postfix can't connect"] = (
            facts => facts with
            {
                Host = [FindingTable.PostfixCannotConnect.With(
                    ("path", "p"), ("signer", "s"), ("problem", "p"), ("mail", "m"), ("action", "a"), ("result", "r"), ("commands", "c"))],
            }, DkimHealth.Critical, "PostfixCannotConnect"),
        ["waits for a person"] = (
            facts => With(facts, SampleFacts.Rotation(RotationKind.Rotation) with { WaitingFor = RotationWait.Person }),
            DkimHealth.Warning, "ActionRequired"),
        ["waits for time"] = (
            facts => With(facts, Waiting(facts.Now.AddHours(1))) with { JournalWrittenAt = facts.Now }, DkimHealth.Ok, ""),
        ["not continued"] = (
            facts => With(facts, Waiting(facts.Now.AddDays(-2))) with { JournalWrittenAt = facts.Now.AddDays(-3) }, DkimHealth.Warning,
            "NotContinued"),
        ["registration before its switch"] = (
            facts => With(facts, SampleFacts.Rotation(RotationKind.Registration) with { WaitingFor = RotationWait.Dns }) with
            {
                Entries = [SampleFacts.Entry(DkimSigningOutcome.Unsigned, null, Nothing)], JournalWrittenAt = facts.Now,
                Probes = [SampleFacts.Probe(DkimSigningOutcome.Unsigned, null, Unsigned)],
                Dns = [SampleFacts.Test(SampleKey.Rsa.PublicKey, "no such name")],
            }, DkimHealth.Ok, ""),
        ["weak key"] = (
            facts => facts with
            {
                Keys = [SampleFacts.Key("mail", SampleKey.RsaOf(1024).PublicKey, days: 1)],
                Dns = [SampleFacts.Test(SampleKey.RsaOf(1024).PublicKey, "timeout")],
            }, DkimHealth.Warning, "KeyShort, DnsUnknown, Timeout"),
        ["old key"] = (
            facts => facts with { Keys = [SampleFacts.Key("mail", SampleKey.Rsa.PublicKey, days: 211)] }, DkimHealth.Warning, "KeyOld"),
        ["key that is due"] = (
            facts => facts with { Keys = [SampleFacts.Key("mail", SampleKey.Rsa.PublicKey, days: 209)] }, DkimHealth.Ok, ""),
        ["key under two selectors"] = (
            facts => facts with { Keys = [.. facts.Keys, SampleFacts.Key("other", SampleKey.Rsa.PublicKey, days: 1)] }, DkimHealth.Warning,
            "KeyPublishedTwice"),
        ["key outside the store"] = (
            facts => facts with { Keys = [SampleFacts.Key("mail", SampleKey.Rsa.PublicKey, days: 1, inStore: false)] },
            DkimHealth.Warning, "Drift"),
        ["clock ahead"] = (facts => facts with { JournalWrittenAt = facts.Now.AddHours(1) }, DkimHealth.Warning, "ClockDiffers"),
        ["index old"] = (
            facts => facts with { IndexedAt = facts.Now.AddHours(-26) }, DkimHealth.Warning, "IndexStale, FromIndex"),
        ["index new"] = (facts => facts with { IndexedAt = facts.Now.AddHours(-1) }, DkimHealth.Ok, "FromIndex"),
        ["retired"] = (
            facts => new StatusFacts(facts.Domain, facts.Now)
            {
                Entries = [SampleFacts.Entry(DkimSigningOutcome.Unsigned, null, Nothing)], Dns = [],
                Probes = [SampleFacts.Probe(DkimSigningOutcome.Unsigned, null, Unsigned)],
                Rotations = [SampleFacts.Rotation(RotationKind.Retirement) with { Phase = RotationPhase.Completed, EndedAt = facts.Now }],
            }, DkimHealth.Ok, ""),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_domain_has_the_health_of_the_worst_rule_and_its_findings(string name)
    {
        var (change, health, codes) = Cases[name];

        var status = StatusRow.Of(change(SampleFacts.Sound), new RecordOptions(ProviderTable.Find("Generic"), 3600));

        Assert.Equal((health, codes), (status.Health, status.FindingCodes));
        Assert.Equal(health == DkimHealth.Ok, HealthRules.All.All(rule => !rule.Find(change(SampleFacts.Sound)).Any()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_entry_of_the_index_gives_the_same_health(string name)
    {
        using var folder = new TemporaryFolder();
        var facts = Cases[name].Change(SampleFacts.Sound);
        var index = new PublicIndex(folder["state"]);

        index.Write([facts]);
        var read = index.Read(facts.Domain)!.ToFacts(facts.Domain, facts.Now) with
        {
            Interval = facts.Interval, Dns = facts.Dns, IndexedAt = facts.IndexedAt,
        };

        var options = new RecordOptions(ProviderTable.Find("Generic"), 3600);
        var (expected, found) = (StatusRow.Of(facts, options), StatusRow.Of(read, options));
        Assert.Equal((expected.Health, expected.Signing, expected.DnsStatus), (found.Health, found.Signing, found.DnsStatus));
        Assert.Equal(expected.Selector, found.Selector);
        Assert.DoesNotContain(".private", File.ReadAllText(Path.Combine(index.Folder, "example.com.json")), StringComparison.Ordinal);
        Assert.Equal([facts.Domain], index.Domains());
        index.Prune(new HashSet<string>());
        Assert.Empty(index.Domains());
    }

    [Fact]
    public void The_page_has_the_table()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "status.md"));

        Assert.Contains(
            string.Join('\n', HealthRules.All.Select(rule => $"| {rule.Health} | {rule.Meaning} |")), page, StringComparison.Ordinal);
    }

    private static StatusFacts With(StatusFacts facts, DkimRotation current) => facts with { Rotations = [current] };

    private static DkimRotation Waiting(DateTime until) =>
        SampleFacts.Rotation(RotationKind.Rotation) with { WaitingFor = RotationWait.Time, NotBefore = until };
}
