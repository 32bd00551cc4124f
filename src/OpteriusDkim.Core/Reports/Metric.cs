using System.Globalization;
using System.Text;

namespace OpteriusDkim.Reports;

/// <summary>A gauge with its samples, in the text format of Prometheus.</summary>
internal sealed class Metric(string name, string help)
{
    private readonly StringBuilder samples = new();

    /// <summary>Adds a sample.</summary>
    public void Add(long value, params (string Name, string Value)[] labels)
    {
        samples.Append(name);
        var separator = '{';
        foreach (var label in labels)
        {
            samples.Append(separator).Append(label.Name).Append("=\"").Append(Escaped(label.Value)).Append('"');
            separator = ',';
        }

        samples.Append(labels.Length > 0 ? "} " : " ").Append(CultureInfo.InvariantCulture, $"{value}").Append('\n');
    }

    /// <summary>Writes the metric; nothing without samples.</summary>
    public void WriteTo(Stream output)
    {
        if (samples.Length == 0)
        {
            return;
        }

        using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        writer.Write($"# HELP {name} {help}\n# TYPE {name} gauge\n");
        writer.Write(samples);
    }

    private static string Escaped(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
