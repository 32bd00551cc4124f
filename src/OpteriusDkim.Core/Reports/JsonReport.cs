using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OpteriusDkim.Reports;

/// <summary>A JSON report: an object with a domain on each line of its list.</summary>
internal sealed class JsonReport : IReportWriter
{
    private readonly Stream output;
    private readonly ReportJson json;
    private bool hasDomains;

    public JsonReport(Stream output, ReportHeader header, ReportJson json)
    {
        this.output = output;
        this.json = json;
        var time = header.GeneratedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        Write($"{{\"schema\":{ReportHeader.Schema},\"generator\":{Quoted(header.Generator)},\"host\":{Quoted(header.Host)},"
            + $"\"generatedAt\":\"{time}\",\"domains\":[");
    }

    public void Add(ReportedDomain domain)
    {
        Write(hasDomains ? ",\n" : "\n");
        hasDomains = true;
        JsonSerializer.Serialize(output, domain, json.ReportedDomain);
    }

    public void Complete()
    {
        Write("\n]}\n");
        output.Flush();
    }

    private string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, json.Options.Encoder)}\"";

    private void Write(string text) => output.Write(Encoding.UTF8.GetBytes(text));
}
