using System.Text.Json;

namespace OpteriusDkim.Tests;

/// <summary>The schema in the documentation has the properties and values that reports have.</summary>
public sealed class ReportSchemaTests
{
    private static readonly JsonElement Schema =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs/report.schema.json"))).RootElement;

    [Fact]
    public void The_report_has_the_properties_of_the_schema()
    {
        using var report = JsonDocument.Parse(ReportSamples.Write(DkimReportFormat.Json));

        Assert.Equal(NamesOf(Schema.GetProperty("properties")), NamesOf(report.RootElement));
        Assert.Equal(ReportHeader.Schema, Schema.GetProperty("properties").GetProperty("schema").GetProperty("const").GetInt32());
    }

    [Theory]
    [InlineData("domain", typeof(ReportedDomain))]
    [InlineData("key", typeof(ReportedKey))]
    [InlineData("rotation", typeof(ReportedRotation))]
    [InlineData("finding", typeof(DkimFinding))]
    [InlineData("record", typeof(ReportedRecord))]
    public void An_object_has_the_properties_and_values_of_the_schema(string name, Type type)
    {
        var schema = Schema.GetProperty("$defs").GetProperty(name);
        var described = (schema.TryGetProperty("anyOf", out var kinds) ? kinds[1] : schema).GetProperty("properties");
        Assert.Equal(type.GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)), NamesOf(described));

        foreach (var property in type.GetProperties())
        {
            var value = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (value.IsEnum)
            {
                var values = ValuesOf(described, JsonNamingPolicy.CamelCase.ConvertName(property.Name));
                Assert.Equal(Enum.GetNames(value).Order(), values.Order());
            }
        }
    }

    private static IEnumerable<string> NamesOf(JsonElement item) => item.EnumerateObject().Select(property => property.Name);

    private static IEnumerable<string> ValuesOf(JsonElement properties, string name)
    {
        var property = properties.GetProperty(name);
        var place = property.TryGetProperty("$ref", out var reference)
            ? Schema.GetProperty("$defs").GetProperty(reference.GetString()!.Split('/')[^1])
            : property;
        return place.GetProperty("enum").EnumerateArray().Select(value => value.GetString()).OfType<string>();
    }
}
