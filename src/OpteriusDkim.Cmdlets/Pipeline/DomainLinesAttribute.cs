using System.Collections;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>
/// Leaves out the comments and the blank lines of a file. It sees the objects as they come, whereas the parameter gets the text alone.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DomainLinesAttribute : ArgumentTransformationAttribute
{
    private const char ByteOrderMark = '\uFEFF';

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (PipedObject.Unwrap(inputData) is IEnumerable list and not (string or IDictionary))
        {
            return list.Cast<object?>().Where(item => !IsIgnored(item)).ToArray();
        }

        return IsIgnored(inputData) ? Array.Empty<object>() : inputData;
    }

    /// <summary>The domain of an entry, without a comment after it; empty if the entry has none.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">It is an object without such a property.</exception>
    internal static string DomainOf(object? item)
    {
        if (LineOf(item) is not { } line)
        {
            return DomainFromObjectAttribute.DomainOf(item)?.ToString() ?? "";
        }

        var comment = line.IndexOf('#', StringComparison.Ordinal);
        return comment > 0 && char.IsWhiteSpace(line[comment - 1]) ? line[..comment].TrimEnd() : line;
    }

    /// <summary>Blank text that isn't a line of a file isn't ignored: it may be a value that is missing.</summary>
    private static bool IsIgnored(object? item) => LineOf(item) is { } line
        && (line.StartsWith('#') || (line.Length == 0 && IsFromFile(item)));

    private static string? LineOf(object? item) =>
        PipedObject.Unwrap(item) is string text ? text.Trim().TrimStart(ByteOrderMark).TrimStart() : null;

    /// <summary>Get-Content adds its number to each line.</summary>
    private static bool IsFromFile(object? item) => item is PSObject line && line.Properties["ReadCount"] is not null;
}
