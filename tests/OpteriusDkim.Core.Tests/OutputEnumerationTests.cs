namespace OpteriusDkim;

/// <summary>ConvertTo-Json writes enumerations as numbers, except those of 64 bits, which it writes as names.</summary>
public sealed class OutputEnumerationTests
{
    [Fact]
    public void Enumerations_of_output_objects_have_64_bits()
    {
        var found = typeof(DkimRotation).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == nameof(OpteriusDkim) && type.Name.StartsWith("Dkim", StringComparison.Ordinal))
            .SelectMany(type => type.GetProperties())
            .Select(property => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)
            .Where(type => type.IsEnum)
            .Distinct()
            .ToArray();

        Assert.Contains(typeof(RotationKind), found);
        Assert.Empty(found.Where(type => Enum.GetUnderlyingType(type) != typeof(long)).Select(type => type.Name));
    }
}
