using System.Collections;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>
/// Takes the Domain of an object that has one. Piped by value it would else bind as its text, the name of its type.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DomainFromObjectAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            string => value,
            IEnumerable list => list.Cast<object?>().Select(DomainOf).ToArray(),
            _ => DomainOf(inputData),
        };
    }

    private static object? DomainOf(object? item) =>
        item is null or string ? item : PSObject.AsPSObject(item).Properties["Domain"]?.Value ?? item;
}
