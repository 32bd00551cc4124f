using System.Text;

namespace OpteriusDkim.Tests;

/// <summary>Domains for reports, and reports as text.</summary>
internal static class ReportSamples
{
    public static ReportHeader Header { get; } =
        new("mx1.example.com", "OpteriusDkim 1.2.3", new DateTime(2026, 11, 27, 6, 0, 0, DateTimeKind.Utc));

    public static ReportedDomain Healthy { get; } = new()
    {
        Domain = "example.com", Health = DkimHealth.Ok, Selector = "mail", Algorithm = DkimKeyAlgorithm.Rsa, KeySize = 2048, KeyAgeDays = 3,
        DnsStatus = DkimDnsStatus.Verified, Signing = DkimSigningOutcome.Signed, CheckedAt = Header.GeneratedAt.AddSeconds(-5.5),
        Keys =
        [
            new ReportedKey
            {
                Selector = "mail", Signs = true, Algorithm = DkimKeyAlgorithm.Rsa, KeySize = 2048, AgeDays = 3,
                DnsStatus = DkimDnsStatus.Verified,
            },
        ],
    };

    public static ReportedDomain Unknown { get; } = new()
    {
        Domain = "unknown.example", Health = DkimHealth.Warning, CheckedAt = Header.GeneratedAt,
        Keys = [new ReportedKey { Selector = "mail" }],
    };

    public static ReportedDomain Waiting { get; } = Healthy with
    {
        Domain = "example.org", Health = DkimHealth.Warning, RotationPhase = RotationPhase.Published, WaitingFor = RotationWait.Person,
        NextAction = "Publish \"mail2\", then continue", NextDueAt = Header.GeneratedAt.AddDays(2), FindingCodes = "RotationWaits, Other",
        Findings =
        [
            new DkimFinding("RotationWaits", FindingSeverity.Warning, "It waits.", "Publish it."),
            new DkimFinding("Other", FindingSeverity.Information, "It is so.", ""),
        ],
    };

    public static string Write(DkimReportFormat format, params ReportedDomain[] domains)
    {
        using var output = new MemoryStream();
        var writer = ReportFormats.WriterOf(format, output, Header);
        foreach (var domain in domains)
        {
            writer.Add(domain);
        }

        writer.Complete();
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
