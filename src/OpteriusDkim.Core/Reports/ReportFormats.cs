using OpteriusDkim.Findings;

namespace OpteriusDkim.Reports;

/// <summary>The formats of reports: their file name extensions and their writers.</summary>
internal static class ReportFormats
{
    /// <summary>The format that a file's extension stands for.</summary>
    /// <exception cref="InvalidInputException">It stands for none.</exception>
    public static DkimReportFormat Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".html" or ".htm" => DkimReportFormat.Html,
        ".csv" => DkimReportFormat.Csv,
        ".json" => DkimReportFormat.Json,
        ".prom" => DkimReportFormat.Prometheus,
        _ => throw new InvalidInputException(FindingTable.UnknownReportFormat.With(("path", path)), path),
    };

    /// <summary>A writer of a format.</summary>
    /// <param name="output">Where it writes; the caller disposes of it.</param>
    public static IReportWriter WriterOf(DkimReportFormat format, Stream output, ReportHeader header) => format switch
    {
        DkimReportFormat.Html => new HtmlReport(output, header),
        DkimReportFormat.Csv => new CsvReport(output),
        DkimReportFormat.Json => new JsonReport(output, header, ReportEncoding.ForFiles),
        DkimReportFormat.Prometheus => new PrometheusReport(output, header),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
