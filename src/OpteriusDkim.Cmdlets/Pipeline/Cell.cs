using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Creates the error for an invalid parameter value.</summary>
internal static class Cell
{
    public static ArgumentTransformationMetadataException Invalid(string? input, string name, string expected)
    {
        var finding = FindingTable.InvalidValue.With(("input", PrintableText.Quote(input)), ("name", name), ("expected", expected));
        return new ArgumentTransformationMetadataException($"{finding.Message} {finding.Advice}");
    }
}
