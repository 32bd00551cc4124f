using System.Security.Cryptography;

namespace OpteriusDkim;

/// <summary>Statuses for reports: a host with some problems, and hosts of any size.</summary>
internal static class SampleStatuses
{
    private static readonly DkimPublicKey Key = DkimPublicKey.FromSubjectPublicKeyInfo(SubjectOf(2048));
    private static readonly DkimPublicKey WeakKey = DkimPublicKey.FromSubjectPublicKeyInfo(SubjectOf(1024));

    public static DateTime Now { get; } = DateTime.UtcNow;

    /// <summary>A domain without problems.</summary>
    public static DkimStatus Healthy(string domain, int age = 40) => new()
    {
        Domain = domain,
        Health = DkimHealth.Ok,
        Selector = "mail",
        Algorithm = DkimKeyAlgorithm.Rsa,
        KeySize = 2048,
        KeyAgeDays = age,
        DnsStatus = DkimDnsStatus.Verified,
        Signing = DkimSigningOutcome.Signed,
        NextAction = $"Rotate the key: Invoke-DkimRotation {domain}",
        NextDueAt = Now.AddDays(180 - age),
        Keys = [KeyOf(domain, "mail", Key, age, DkimDnsStatus.Verified)],
        Rotations =
        [
            new DkimRotation
            {
                Domain = domain, Kind = RotationKind.Registration, OldSelector = null, NewSelector = "mail",
                Phase = RotationPhase.Completed, StartedAt = Now.AddDays(-age), EndedAt = Now.AddDays(-age).AddHours(2),
            },
        ],
        CheckedAt = Now,
    };

    /// <summary>A domain whose record is gone although its key signs.</summary>
    public static DkimStatus Unpublished(string domain) => Healthy(domain) with
    {
        Health = DkimHealth.Critical,
        DnsStatus = DkimDnsStatus.KeyGenerated,
        NextAction = $"Publish the record mail._domainkey.{domain}.",
        NextDueAt = null,
        Keys = [KeyOf(domain, "mail", Key, 40, DkimDnsStatus.KeyGenerated)],
        Findings =
        [
            new DkimFinding(
                "RecordMissingWhileSigning", FindingSeverity.Error,
                $"Mail of {domain} is signed with a key whose record mail._domainkey.{domain} doesn't exist.",
                "Publish the record that Get-DkimRecord shows, or stop signing with Disable-DkimSigning."),
            new DkimFinding(
                "NoSuchName", FindingSeverity.Information, $"192.0.2.53 reports that mail._domainkey.{domain} doesn't exist.",
                $"To check yourself:\n  dig '@192.0.2.53' mail._domainkey.{domain} TXT"),
        ],
    };

    /// <summary>A domain whose signer doesn't answer.</summary>
    public static DkimStatus Stopped(string domain) => Healthy(domain, 75) with
    {
        Health = DkimHealth.Critical,
        Signing = DkimSigningOutcome.Unreachable,
        NextAction = "Start OpenDKIM: systemctl start opendkim",
        NextDueAt = null,
        Findings =
        [
            new DkimFinding(
                "SignerUnreachable", FindingSeverity.Error, "OpenDKIM doesn't answer at inet:8891@127.0.0.1: connection refused.",
                "Start it (systemctl start opendkim) and look at its log."),
        ],
    };

    /// <summary>A domain whose rotation waits for a person.</summary>
    public static DkimStatus Waiting(string domain) => Healthy(domain, 190) with
    {
        Health = DkimHealth.Warning,
        RotationPhase = RotationPhase.Published,
        WaitingFor = RotationWait.Person,
        NextAction = $"Publish the record mail2._domainkey.{domain}, then run: Invoke-DkimRotation {domain}",
        NextDueAt = null,
        Keys = [KeyOf(domain, "mail", Key, 190, DkimDnsStatus.Verified), KeyOf(domain, "mail2", Key, 3, DkimDnsStatus.KeyGenerated, false)],
        Rotations =
        [
            new DkimRotation
            {
                Domain = domain, OldSelector = "mail", NewSelector = "mail2", Phase = RotationPhase.Published,
                WaitingFor = RotationWait.Person, StartedAt = Now.AddDays(-11), RecordAction = "Publish",
                Record = RecordOf(domain, "mail2", Key),
            },
            new DkimRotation
            {
                Domain = domain, OldSelector = "old", NewSelector = "mail", Phase = RotationPhase.Completed,
                StartedAt = Now.AddDays(-190), EndedAt = Now.AddDays(-182),
            },
            new DkimRotation
            {
                Domain = domain, OldSelector = "old", NewSelector = "test", Phase = RotationPhase.Aborted,
                StartedAt = Now.AddDays(-250), EndedAt = Now.AddDays(-240),
            },
        ],
        Findings =
        [
            new DkimFinding(
                "RotationWaitsForPerson", FindingSeverity.Warning, $"The rotation of {domain} has waited for a person for 10 days.",
                $"Publish the record mail2._domainkey.{domain}, then run: Invoke-DkimRotation {domain}"),
        ],
    };

    /// <summary>A domain with a short key that nobody looked up.</summary>
    public static DkimStatus Weak(string domain) => Healthy(domain, 900) with
    {
        Health = DkimHealth.Warning,
        KeySize = 1024,
        DnsStatus = null,
        Signing = null,
        NextDueAt = Now,
        Keys = [KeyOf(domain, "mail", WeakKey, 900, null)],
        Findings =
        [
            new DkimFinding(
                "KeyShort", FindingSeverity.Warning, "The RSA key has 1024 bits.", $"Rotate it: Invoke-DkimRotation {domain} -Force"),
        ],
    };

    /// <summary>A host with some problems, for a look at the page.</summary>
    public static IReadOnlyList<DkimStatus> Host =>
    [
        Unpublished("shop.example.net"), Stopped("example.net"), Waiting("example.org"), Weak("legacy.example.com"),
        Healthy("example.com", 12),
        Healthy("a.example.org", 95) with
        {
            RotationPhase = RotationPhase.Draining, WaitingFor = RotationWait.Time, NextDueAt = Now.AddDays(4),
            NextAction = "Remove the record mail._domainkey.a.example.org.",
            Rotations =
            [
                new DkimRotation
                {
                    Domain = "a.example.org", OldSelector = "mail", NewSelector = "mail2", Phase = RotationPhase.Draining,
                    WaitingFor = RotationWait.Time, StartedAt = Now.AddDays(-3), NotBefore = Now.AddDays(4),
                },
            ],
        },
        Healthy("b.example.org", 31), Healthy("xn--bcher-kva.example", 58), Healthy("newsletter.marketing.example.com", 122),
        Healthy("example.edu", 3), Healthy("lists.example.edu", 3), Healthy("status.example.io", 77),
    ];

    /// <summary>As many domains as wanted, a tenth of them with a problem.</summary>
    public static IEnumerable<DkimStatus> Many(int count) => Enumerable.Range(0, count).Select(number => (number % 40) switch
    {
        7 => Unpublished($"d{number}.example.net"),
        17 => Waiting($"d{number}.example.net"),
        27 => Stopped($"d{number}.example.net"),
        37 => Weak($"d{number}.example.net"),
        _ => Healthy($"d{number}.example.net", number % 180),
    });

    /// <summary>A domain each of whose texts tries to become something else.</summary>
    public static DkimStatus Hostile(string text) => Waiting("hostile.example") with
    {
        Selector = text,
        NextAction = text,
        Findings = [new DkimFinding(text, FindingSeverity.Error, text, text)],
        Keys = [new DkimKeyStatus { Selector = text, Signs = true, Algorithm = DkimKeyAlgorithm.Rsa, KeySize = 2048, AgeDays = 1 }],
        Rotations = [new DkimRotation { Domain = text, OldSelector = text, NewSelector = text, StartedAt = Now.AddDays(-2) }],
    };

    private static DkimKeyStatus KeyOf(
        string domain, string selector, DkimPublicKey key, int age, DkimDnsStatus? status, bool signs = true) => new()
    {
        Selector = selector,
        Signs = signs,
        Algorithm = DkimKeyAlgorithm.Rsa,
        KeySize = key.KeySize,
        AgeDays = age,
        DnsStatus = status,
        Record = RecordOf(domain, selector, key),
    };

    private static DkimDnsRecord RecordOf(string domain, string selector, DkimPublicKey key) => DkimDnsRecord.For(
        new RecordName(DomainName.Parse(domain), Selector.Parse(selector)), key,
        new RecordOptions(ProviderTable.Find(ProviderTable.DefaultName), 3600));

    private static byte[] SubjectOf(int bits)
    {
        using var rsa = RSA.Create(bits);
        return rsa.ExportSubjectPublicKeyInfo();
    }
}
