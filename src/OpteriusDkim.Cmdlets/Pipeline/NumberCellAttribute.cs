using System.Globalization;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Converts an argument or a table cell to an integer; an empty cell to null.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NumberCellAttribute : ArgumentTransformationAttribute
{
    /// <summary>The name of the parameter in errors.</summary>
    public string Name { get; init; } = "";

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var text = Convert.ToString(inputData is PSObject wrapped ? wrapped.BaseObject : inputData, CultureInfo.InvariantCulture)?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Cell.Invalid(text, Name, "a whole number of at most 2147483647");
    }
}
