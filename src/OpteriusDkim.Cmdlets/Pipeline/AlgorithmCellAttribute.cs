using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>
/// Converts an argument or a table cell to an algorithm; an empty cell to null. Other text is an error, which the engine would
/// ignore.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AlgorithmCellAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => null,
            DkimKeyAlgorithm given => given,
            _ when value.ToString()?.Trim() is not { Length: > 0 } => null,
            _ when Enum.GetNames<DkimKeyAlgorithm>().FirstOrDefault(
                name => name.Equals(value.ToString()!.Trim(), StringComparison.OrdinalIgnoreCase)) is { } name
                => Enum.Parse<DkimKeyAlgorithm>(name),
            _ => throw Cell.Invalid(value.ToString(), "Algorithm", string.Join(" or ", Enum.GetNames<DkimKeyAlgorithm>())),
        };
    }
}
