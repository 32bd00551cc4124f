namespace OpteriusDkim.Reports;

/// <summary>A DNS record in a report, in the provider's form, as in <see cref="DkimDnsRecord"/>.</summary>
internal sealed record ReportedRecord(string DnsName, string Name, string Type, int Ttl, string Value, string Provider);
