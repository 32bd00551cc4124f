namespace OpteriusDkim.Reports;

/// <summary>Writes a report, domain by domain.</summary>
internal interface IReportWriter
{
    /// <summary>Adds a domain.</summary>
    void Add(ReportedDomain domain);

    /// <summary>Writes what follows the last domain, and all that is buffered.</summary>
    void Complete();
}
