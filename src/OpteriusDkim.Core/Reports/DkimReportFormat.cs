namespace OpteriusDkim;

/// <summary>The format of a report file.</summary>
public enum DkimReportFormat : long
{
    /// <summary>One self-contained page for people.</summary>
    Html,

    /// <summary>One line per domain, for spreadsheets.</summary>
    Csv,

    /// <summary>Everything that is known, for programs; docs/report.schema.json describes it.</summary>
    Json,

    /// <summary>Metrics for the textfile collector of Prometheus' node_exporter.</summary>
    Prometheus,
}
