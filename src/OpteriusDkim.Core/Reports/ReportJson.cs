using System.Text.Json.Serialization;

namespace OpteriusDkim.Reports;

/// <summary>How reports are written as JSON, and read again.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ReportedDomain))]
[JsonSerializable(typeof(EarlierReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
