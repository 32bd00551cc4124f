using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpteriusDkim;

/// <summary>The table of odd records, <c>tests/odd-records.json</c>: the versions of the verifiers, then one row per line.</summary>
public static class OddRecordTable
{
    private static readonly JsonSerializerOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly OddRecordFile Content = JsonSerializer.Deserialize<OddRecordFile>(File.ReadAllText(Location), Form)!;

    public static IReadOnlyList<OddRecord> All => Content.Records;

    /// <summary>The version of each verifier whose verdicts are in the rows.</summary>
    public static IReadOnlyDictionary<string, string> Versions => Content.Verifiers;

    /// <summary>The later versions of verifiers that were run on some rows.</summary>
    public static IReadOnlyList<string> Later => Content.Later;

    private static string Location => Path.Combine(Repository.Root, "tests", "odd-records.json");

    /// <summary>Whether to rewrite the table with the observed verdicts: OPTERIUS_DKIM_WRITE_RECORDS is set.</summary>
    public static bool IsToBeWritten => Environment.GetEnvironmentVariable("OPTERIUS_DKIM_WRITE_RECORDS") is not null;

    /// <summary>Rewrites the table.</summary>
    public static void Write(IEnumerable<OddRecord> rows) =>
        File.WriteAllText(Location, $$"""
            {
            "judges": {{JsonSerializer.Serialize(Content.Verifiers, Form)}},
            "later": {{JsonSerializer.Serialize(Content.Later, Form)}},
            "records": [
            {{string.Join(",\n", rows.Select(row => "  " + JsonSerializer.Serialize(row, Form)))}}
            ]
            }

            """);
}
