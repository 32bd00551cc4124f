using System.Collections;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Takes the Strings of an object that has some, as records and answers have. Piped by value it would else bind as its text.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StringsFromObjectAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is null or string or IEnumerable ? inputData : StringsOf(inputData) ?? inputData;
    }

    private static string[]? StringsOf(object item)
    {
        var value = PSObject.AsPSObject(item).Properties["Strings"]?.Value;
        return (value is PSObject wrapped ? wrapped.BaseObject : value) switch
        {
            string text => [text],
            IEnumerable list => [.. list.Cast<object?>().Select(part => part?.ToString() ?? "")],
            _ => null,
        };
    }
}
