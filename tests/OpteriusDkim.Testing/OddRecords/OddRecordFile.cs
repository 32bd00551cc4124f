using System.Text.Json.Serialization;

namespace OpteriusDkim;

/// <summary>The file of odd records.</summary>
/// <param name="Later">Later versions that were run on some rows.</param>
public sealed record OddRecordFile(
    [property: JsonPropertyName("judges")] IReadOnlyDictionary<string, string> Verifiers,
    [property: JsonPropertyName("later")] IReadOnlyList<string> Later,
    [property: JsonPropertyName("records")] IReadOnlyList<OddRecord> Records);
