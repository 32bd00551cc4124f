using System.Security.Cryptography;
using System.Text;

namespace OpteriusDkim.Reports;

/// <summary>The page of HTML reports: the files in the folder Page, put together.</summary>
internal static class ReportPage
{
    private const string DataPlace = "{data}";

    private static readonly string[] Scripts = ["data.js", "table.js", "details.js", "timeline.js", "page.js"];

    private static readonly Lazy<(string Before, string After)> Parts = new(Assemble);

    /// <summary>The page up to the place of the data.</summary>
    public static string BeforeData => Parts.Value.Before;

    /// <summary>The rest of the page.</summary>
    public static string AfterData => Parts.Value.After;

    private static (string Before, string After) Assemble()
    {
        var style = Read("page.css");
        var script = $"'use strict';\n{string.Concat(Scripts.Select(Read))}";
        var page = Read("page.html")
            .Replace("{style-hash}", HashOf(style), StringComparison.Ordinal)
            .Replace("{script-hash}", HashOf(script), StringComparison.Ordinal)
            .Replace("{style}", style, StringComparison.Ordinal)
            .Replace("{script}", script, StringComparison.Ordinal);
        var place = page.IndexOf(DataPlace, StringComparison.Ordinal);
        return (page[..place], page[(place + DataPlace.Length)..]);
    }

    /// <summary>The hash by which a content security policy permits an inline style or script.</summary>
    private static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Read(string name)
    {
        using var resource = typeof(ReportPage).Assembly.GetManifestResourceStream($"Page/{name}")
            ?? throw new InvalidOperationException($"The assembly lacks the resource {name}.");
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
