using System.Text.Json.Serialization;

namespace OpteriusDkim.Rotation;

/// <summary>How the journal's types are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
    Converters = [typeof(RotationPhaseConverter)],
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RotationJournal))]
internal sealed partial class RotationJournalJson : JsonSerializerContext;
