using System.Collections;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Gets the path from a property of a piped object, whose text the engine would bind otherwise.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PathFromObjectAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Columns = ["path", "fullname", "pspath", "privatekeypath", "file"];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => PipedObject.Unwrap(inputData) switch
    {
        null or string or ValueType or FileSystemInfo => inputData,
        IDictionary table => PathOf(table),
        IEnumerable list => list.Cast<object?>().Select(PathOf).ToArray(),
        _ => PathOf(inputData),
    };

    private static object? PathOf(object? item)
    {
        if (PipedObject.Unwrap(item) is null or string or ValueType or FileSystemInfo)
        {
            return item;
        }

        var piped = PipedObject.Of(item);
        return piped.TryGet(Columns, out var path) ? path : throw piped.Missing("Path");
    }
}
