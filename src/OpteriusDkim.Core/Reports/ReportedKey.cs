namespace OpteriusDkim.Reports;

/// <summary>A key of a domain in a report, as in <see cref="DkimKeyStatus"/>.</summary>
internal sealed record ReportedKey
{
    public required string Selector { get; init; }

    public bool? Signs { get; init; }

    public DkimKeyAlgorithm? Algorithm { get; init; }

    public int? KeySize { get; init; }

    public int? AgeDays { get; init; }

    public DkimDnsStatus? DnsStatus { get; init; }

    public ReportedRecord? Record { get; init; }
}
