using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpteriusDkim.Reports;

/// <summary>What JSON escapes, by where it is written.</summary>
internal static class ReportEncoding
{
    /// <summary>For files that hold nothing but JSON.</summary>
    public static ReportJson ForFiles { get; } = With(JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    /// <summary>For a page: also what could end a script element, and all that isn't ASCII.</summary>
    public static ReportJson ForPages { get; } = With(JavaScriptEncoder.Default);

    private static ReportJson With(JavaScriptEncoder encoder) =>
        new(new JsonSerializerOptions(ReportJson.Default.Options) { Encoder = encoder });
}
