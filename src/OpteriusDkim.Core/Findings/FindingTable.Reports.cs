namespace OpteriusDkim.Findings;

/// <content>Reports and their files.</content>
internal static partial class FindingTable
{
    /// <summary>A report file with an unknown extension.</summary>
    public static FindingRule UnknownReportFormat { get; } = Error(
        nameof(UnknownReportFormat),
        "{path} has no extension of a report format.",
        "Use -Format with Html, Csv, Json or Prometheus, or the extension .html, .csv, .json or .prom.");

    /// <summary>An object that isn't a status of Get-DkimStatus.</summary>
    public static FindingRule NotAStatus { get; } = Error(
        nameof(NotAStatus),
        "An object of the type {type} isn't a status. The report was not written.",
        "Pipe the output of Get-DkimStatus to the command, as it is or from a job or remote session. Select-Object and ConvertFrom-Json "
        + "make other objects of it.");

    /// <summary>One domain twice in a report.</summary>
    public static FindingRule DomainReportedTwice { get; } = Warning(
        nameof(DomainReportedTwice),
        "{domain} was given more than once. The report has its first status only.",
        "Write a report for each host, or give each domain once.");

    /// <summary>A file in a folder that doesn't exist.</summary>
    public static FindingRule FolderMissing { get; } = Error(
        nameof(FolderMissing),
        "{path} can't be written: its folder doesn't exist.",
        "Create the folder, or correct the path.");

    /// <summary>A folder or device where a file is to be written.</summary>
    public static FindingRule NotAFile { get; } = Error(
        nameof(NotAFile),
        "{path} can't be replaced: it isn't a file.",
        "Choose another path, with the name of a file.");

    /// <summary>An existing file, with -NoClobber.</summary>
    public static FindingRule FileExists { get; } = Error(
        nameof(FileExists),
        "{path} already exists and is not replaced.",
        "Choose another path, or omit -NoClobber.");

    /// <summary>A JSON report that can't be read.</summary>
    public static FindingRule ReportUnreadable { get; } = Error(
        nameof(ReportUnreadable),
        "{path} is not a JSON report of Export-DkimReport: {problem}.",
        "Write it again: Get-DkimStatus | Export-DkimReport -Path {path} -Format Json.");

    /// <summary>A JSON report that doesn't exist.</summary>
    public static FindingRule ReportMissing { get; } = Error(
        nameof(ReportMissing),
        "The report {path} doesn't exist.",
        "Write one first: Get-DkimStatus | Export-DkimReport -Path {path} -Format Json.");
}
