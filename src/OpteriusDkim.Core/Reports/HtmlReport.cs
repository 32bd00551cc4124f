using System.Text;

namespace OpteriusDkim.Reports;

/// <summary>A page that shows its data, which it has as JSON, by its script.</summary>
internal sealed class HtmlReport : IReportWriter
{
    private readonly Stream output;
    private readonly JsonReport data;

    public HtmlReport(Stream output, ReportHeader header)
    {
        this.output = output;
        Write(ReportPage.BeforeData);
        data = new JsonReport(output, header, ReportEncoding.ForPages);
    }

    public void Add(ReportedDomain domain) => data.Add(domain);

    public void Complete()
    {
        data.Complete();
        Write(ReportPage.AfterData);
        output.Flush();
    }

    private void Write(string text) => output.Write(Encoding.UTF8.GetBytes(text));
}
