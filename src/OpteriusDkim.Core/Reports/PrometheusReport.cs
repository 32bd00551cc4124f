namespace OpteriusDkim.Reports;

/// <summary>
/// Metrics in the text format of Prometheus. All samples of a metric have to be together, so they are kept until the end.
/// What isn't known has no sample: a 0 would be a finding, and a 1 would be wrong.
/// </summary>
internal sealed class PrometheusReport : IReportWriter
{
    private const int SecondsPerDay = 86400;
    private const int BitsPerByte = 8;

    private readonly Dictionary<DkimHealth, int> counts = Enum.GetValues<DkimHealth>().ToDictionary(health => health, _ => 0);

    private readonly Metric health = new("dkim_health", "Health of the domain's signing: 0 is Ok, 1 Warning, 2 Critical.");
    private readonly Metric signing = new("dkim_signing_ok", "Whether the running signer signs the domain's mail.");
    private readonly Metric waiting = new(
        "dkim_rotation_waiting", "A registration, rotation or retirement waits for dns, a person, the signer or time.");

    private readonly Metric due = new("dkim_next_due_timestamp_seconds", "When the next step of the domain is due.");
    private readonly Metric findings = new("dkim_finding", "A finding on the domain, by its code and severity.");
    private readonly Metric checkedAt = new("dkim_checked_timestamp_seconds", "When the domain was checked.");
    private readonly Metric age = new("dkim_key_age_seconds", "Age of the key, in whole days.");
    private readonly Metric size = new("dkim_key_size_bytes", "Size of the key: 256 bytes are 2048 bits.");
    private readonly Metric signs = new("dkim_key_signs", "Whether the signer's configuration uses the key for the domain.");
    private readonly Metric verified = new("dkim_dns_verified", "Whether DNS has exactly the record of the key.");

    private readonly Stream output;
    private readonly ReportHeader header;

    public PrometheusReport(Stream output, ReportHeader header)
    {
        this.output = output;
        this.header = header;
    }

    public void Add(ReportedDomain domain)
    {
        counts[domain.Health]++;
        (string, string) label = ("domain", domain.Domain);
        health.Add((long)domain.Health, label);
        checkedAt.Add(SecondsOf(domain.CheckedAt), label);
        if (domain.Signing is { } outcome)
        {
            signing.Add(outcome == DkimSigningOutcome.Signed ? 1 : 0, label);
        }

        if (domain.WaitingFor != RotationWait.Nothing)
        {
            waiting.Add(1, label, ("waiting_for", domain.WaitingFor.ToString().ToLowerInvariant()));
        }

        if (domain.NextDueAt is { } time)
        {
            due.Add(SecondsOf(time), label);
        }

        foreach (var finding in domain.Findings.DistinctBy(finding => finding.Code))
        {
            findings.Add(1, label, ("code", finding.Code), ("severity", finding.Severity.ToString().ToLowerInvariant()));
        }

        foreach (var key in domain.Keys.DistinctBy(key => key.Selector))
        {
            Add(key, label);
        }
    }

    public void Complete()
    {
        Metric domains = new("dkim_domains", "Number of domains by health.");
        foreach (var (state, number) in counts)
        {
            domains.Add(number, ("health", state.ToString().ToLowerInvariant()));
        }

        Metric lastRun = new("dkim_last_run_timestamp_seconds", "When these metrics were written.");
        lastRun.Add(SecondsOf(header.GeneratedAt));
        foreach (var metric in (Metric[])[lastRun, domains, health, signing, verified, signs, age, size, waiting, due, findings, checkedAt])
        {
            metric.WriteTo(output);
        }

        output.Flush();
    }

    private void Add(ReportedKey key, (string, string) domain)
    {
        (string, string) selector = ("selector", key.Selector);
        if (key.AgeDays is { } days)
        {
            age.Add((long)days * SecondsPerDay, domain, selector);
        }

        if (key.KeySize is { } bits)
        {
            size.Add(bits / BitsPerByte, domain, selector, ("algorithm", key.Algorithm?.ToString().ToLowerInvariant() ?? ""));
        }

        if (key.Signs is { } isUsed)
        {
            signs.Add(isUsed ? 1 : 0, domain, selector);
        }

        if (key.DnsStatus is { } status)
        {
            verified.Add(status == DkimDnsStatus.Verified ? 1 : 0, domain, selector);
        }
    }

    private static long SecondsOf(DateTime time) => new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeSeconds();
}
