namespace OpteriusDkim.Tests;

public sealed class PrometheusReportTests
{
    [Fact]
    public void Each_metric_has_its_help_its_type_and_its_samples_together()
    {
        var lines = ReportSamples.Write(DkimReportFormat.Prometheus, ReportSamples.Healthy, ReportSamples.Waiting).Split('\n');

        Assert.Contains("# TYPE dkim_health gauge", lines);
        Assert.Contains("dkim_last_run_timestamp_seconds 1795759200", lines);
        Assert.Contains("dkim_domains{health=\"ok\"} 1", lines);
        Assert.Contains("dkim_domains{health=\"critical\"} 0", lines);
        Assert.Contains("dkim_health{domain=\"example.com\"} 0", lines);
        Assert.Contains("dkim_health{domain=\"example.org\"} 1", lines);
        Assert.Contains("dkim_key_age_seconds{domain=\"example.com\",selector=\"mail\"} 259200", lines);
        Assert.Contains("dkim_key_size_bytes{domain=\"example.com\",selector=\"mail\",algorithm=\"rsa\"} 256", lines);
        Assert.Contains("dkim_dns_verified{domain=\"example.com\",selector=\"mail\"} 1", lines);
        Assert.Contains("dkim_key_signs{domain=\"example.com\",selector=\"mail\"} 1", lines);
        Assert.Contains("dkim_signing_ok{domain=\"example.com\"} 1", lines);
        Assert.Contains("dkim_rotation_waiting{domain=\"example.org\",waiting_for=\"person\"} 1", lines);
        Assert.Contains("dkim_finding{domain=\"example.org\",code=\"RotationWaits\",severity=\"warning\"} 1", lines);
        var names = lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToArray();
        Assert.Equal(names.Distinct(), names);
        var samples = lines.Where(line => line.StartsWith("dkim", StringComparison.Ordinal)).Select(line => line.Split('{', ' ')[0]);
        Assert.Equal(names, samples.Distinct());
    }

    [Fact]
    public void What_is_not_known_has_no_sample()
    {
        var text = ReportSamples.Write(DkimReportFormat.Prometheus, ReportSamples.Unknown);

        Assert.Contains("dkim_health{domain=\"unknown.example\"} 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("dkim_dns_verified", text, StringComparison.Ordinal);
        Assert.DoesNotContain("dkim_signing_ok", text, StringComparison.Ordinal);
        Assert.DoesNotContain("dkim_key", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_signs_wrongly_is_0()
    {
        var text = ReportSamples.Write(
            DkimReportFormat.Prometheus,
            ReportSamples.Healthy with
            {
                Signing = DkimSigningOutcome.Unreachable,
                Keys = [ReportSamples.Healthy.Keys[0] with { DnsStatus = DkimDnsStatus.Mismatch, Signs = false }],
            });

        Assert.Contains("dkim_signing_ok{domain=\"example.com\"} 0", text, StringComparison.Ordinal);
        Assert.Contains("dkim_dns_verified{domain=\"example.com\",selector=\"mail\"} 0", text, StringComparison.Ordinal);
        Assert.Contains("dkim_key_signs{domain=\"example.com\",selector=\"mail\"} 0", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_are_escaped_and_a_code_that_repeats_is_one_sample()
    {
        var finding = new DkimFinding("a\"b\\c\nd", FindingSeverity.Error, "", "");
        var text = ReportSamples.Write(DkimReportFormat.Prometheus, ReportSamples.Healthy with { Findings = [finding, finding] });

        Assert.Single(text.Split('\n'), line => line == """dkim_finding{domain="example.com",code="a\"b\\c\nd",severity="error"} 1""");
    }
}
