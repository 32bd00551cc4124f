using System.Buffers;
using System.Globalization;
using System.Text;

namespace OpteriusDkim.Reports;

/// <summary>A CSV report (RFC 4180, UTF-8): a header and one line per domain.</summary>
internal sealed class CsvReport : IReportWriter
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    private readonly Stream output;

    public CsvReport(Stream output)
    {
        this.output = output;
        WriteLine(
            "Domain,Health,Selector,Algorithm,KeySize,KeyAgeDays,DnsStatus,Signing,RotationPhase,WaitingFor,NextAction,NextDueAt,"
            + "FindingCodes,CheckedAt");
    }

    public void Add(ReportedDomain domain)
    {
        object?[] cells =
        [
            domain.Domain, domain.Health, domain.Selector, domain.Algorithm, domain.KeySize, domain.KeyAgeDays, domain.DnsStatus,
            domain.Signing, domain.RotationPhase, domain.WaitingFor, domain.NextAction, domain.NextDueAt, domain.FindingCodes,
            domain.CheckedAt,
        ];
        WriteLine(string.Join(',', cells.Select(CellOf)));
    }

    public void Complete() => output.Flush();

    private void WriteLine(string line) => output.Write(Encoding.UTF8.GetBytes($"{line}\n"));

    private static string CellOf(object? value) => value switch
    {
        null => "",
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        string text => Escaped(text),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Escaped(string text)
    {
        // Spreadsheets take such a text for a formula.
        var shown = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{text}" : text;
        return shown.AsSpan().ContainsAny(Quoted) ? $"\"{shown.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : shown;
    }
}
