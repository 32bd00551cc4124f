using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpteriusDkim.Rotation.Journals;

/// <summary>Phases by their names in journals; Completed was called Removed until version 0.1.</summary>
internal sealed class PhaseConverter : JsonConverter<RotationPhase>
{
    private const string FormerCompleted = "Removed";

    /// <inheritdoc/>
    public override RotationPhase Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString() switch
    {
        FormerCompleted => RotationPhase.Completed,
        { } name when Enum.TryParse<RotationPhase>(name, out var phase) && phase.ToString() == name => phase,
        var other => throw new JsonException($"{other ?? "null"} is not a phase of a rotation"),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RotationPhase value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
