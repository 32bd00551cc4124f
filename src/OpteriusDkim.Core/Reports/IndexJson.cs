using System.Text.Json.Serialization;

namespace OpteriusDkim.Reports;

/// <summary>How entries of the public index are written: on one line.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(IndexEntry))]
internal sealed partial class IndexJson : JsonSerializerContext;
