using System.Text.Json;
using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Reports;

/// <summary>What is read of a JSON report to compare it with another.</summary>
internal sealed record EarlierReport(int Schema, string Host, DateTime GeneratedAt, IReadOnlyList<EarlierReport.Entry> Domains)
{
    /// <summary>Reads a report.</summary>
    /// <exception cref="NotFoundException">The file doesn't exist.</exception>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    /// <exception cref="BrokenDataException">It isn't such a report.</exception>
    public static EarlierReport Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var report = JsonSerializer.Deserialize(file, ReportJson.Default.EarlierReport);
            return report switch
            {
                { Schema: ReportHeader.Schema, Host: not null, Domains: not null }
                    when report.Domains.All(entry => entry is { Domain: not null, Findings: not null }) => report,
                _ => throw Broken(path, "it lacks properties, or another version of the module wrote it"),
            };
        }
        catch (JsonException exception)
        {
            throw Broken(path, JsonProblem.Of(exception));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NotFoundException(FindingTable.ReportMissing.With(("path", path)), path, exception);
        }
        catch (UnauthorizedAccessException)
        {
            throw PosixFailure.Of("read", path, Libc.AccessDenied);
        }
    }

    private static BrokenDataException Broken(string path, string problem) =>
        new(FindingTable.ReportUnreadable.With(("path", path), ("problem", problem)), path);

    /// <summary>A domain of it.</summary>
    internal sealed record Entry(string Domain, DkimHealth Health, IReadOnlyList<DkimFinding> Findings);
}
