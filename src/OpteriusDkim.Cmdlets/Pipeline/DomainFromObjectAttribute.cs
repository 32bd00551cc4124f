using System.Collections;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>
/// Gets the domain from a property of a piped object, with any of the usual names, without blanks around it. Otherwise the engine
/// would bind the object's text, for example <c>@{Name=...}</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DomainFromObjectAttribute : ArgumentTransformationAttribute
{
    /// <summary>Column names without spaces, hyphens and underscores, in order of preference.</summary>
    private static readonly string[] Columns = ["domain", "domainname", "fqdn", "zone", "zonename"];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => PipedObject.Unwrap(inputData) switch
    {
        string text => text.Trim(),
        IDictionary table => DomainOf(table),
        IEnumerable list => list.Cast<object?>().Select(DomainOf).ToArray(),
        _ => DomainOf(inputData),
    };

    /// <summary>The domain of one object.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">It has no such property.</exception>
    internal static object? DomainOf(object? item)
    {
        var value = PipedObject.Unwrap(item);
        if (value is null or string or DomainName or ValueType)
        {
            return value?.ToString()?.Trim();
        }

        var piped = PipedObject.Of(item);
        return piped.TryGet(Columns, out var domain) ? (domain as string)?.Trim() ?? domain : throw Missing(piped);
    }

    private static ArgumentTransformationMetadataException Missing(PipedObject piped)
    {
        var finding = FindingTable.DomainColumnMissing.With(("properties", piped.Shown));
        return new ArgumentTransformationMetadataException($"{finding.Message} {finding.Advice}{piped.DelimiterAdvice}");
    }
}
