using System.Collections;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>
/// Gets the strings from a property of a piped object. Otherwise the engine would bind the object's text.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StringsFromObjectAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Columns = ["strings", "text", "value", "record"];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is null or string || (value is IEnumerable and not IDictionary) ? inputData : StringsOf(inputData) ?? inputData;
    }

    private static string[]? StringsOf(object item)
    {
        var piped = PipedObject.Of(item);
        if (!piped.TryGet(Columns, out var value))
        {
            return PipedObject.Unwrap(item) is PSObject or IDictionary ? throw piped.Missing("Strings") : null;
        }

        return PipedObject.Unwrap(value) switch
        {
            string text => [text],
            IEnumerable list => [.. list.Cast<object?>().Select(part => part?.ToString() ?? "")],
            { } nested => StringsOf(nested),
            _ => null,
        };
    }
}
