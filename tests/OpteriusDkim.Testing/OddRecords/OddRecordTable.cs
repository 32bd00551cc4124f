using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpteriusDkim;

/// <summary>The table of odd records, <c>tests/odd-records.json</c>: a row on a line.</summary>
public static class OddRecordTable
{
    private static readonly JsonSerializerOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All rows.</summary>
    public static IReadOnlyList<OddRecord> All { get; } = JsonSerializer.Deserialize<OddRecord[]>(File.ReadAllText(Location), Form)!;

    private static string Location => Path.Combine(Repository.Root, "tests", "odd-records.json");

    /// <summary>Whether the table is to be written anew with what was seen: OPTERIUS_DKIM_WRITE_RECORDS is set.</summary>
    public static bool IsToBeWritten => Environment.GetEnvironmentVariable("OPTERIUS_DKIM_WRITE_RECORDS") is not null;

    /// <summary>Writes the table anew.</summary>
    /// <param name="rows">All rows.</param>
    public static void Write(IEnumerable<OddRecord> rows) =>
        File.WriteAllText(Location, $"[\n{string.Join(",\n", rows.Select(row => "  " + JsonSerializer.Serialize(row, Form)))}\n]\n");
}
