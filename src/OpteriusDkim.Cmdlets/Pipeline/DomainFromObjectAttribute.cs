using System.Collections;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>
/// Takes the domain of an object that has one, under any of the usual names of the column. Piped by value it would else bind as
/// its text, such as <c>@{Name=...}</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DomainFromObjectAttribute : ArgumentTransformationAttribute
{
    private const int MostNamed = 10;

    /// <summary>Names of the column without spaces, hyphens and underscores, in the order of preference.</summary>
    private static readonly string[] Columns = ["domain", "domainname", "fqdn", "zone", "zonename"];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => Unwrap(inputData) switch
    {
        string text => text,
        IDictionary table => DomainOf(table),
        IEnumerable list => list.Cast<object?>().Select(DomainOf).ToArray(),
        _ => DomainOf(inputData),
    };

    private static object? Unwrap(object? item) => item is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : item;

    private static object? DomainOf(object? item)
    {
        var value = Unwrap(item);
        if (value is null or string or DomainName or ValueType)
        {
            return value is string ? item : value?.ToString();
        }

        string[] names = value is IDictionary table
            ? [.. table.Keys.Cast<object>().Select(key => key.ToString() ?? "")]
            : [.. PSObject.AsPSObject(item).Properties.Where(property => property.IsGettable).Select(property => property.Name)];
        var found = Columns.Select(wanted => names.FirstOrDefault(name => Simplified(name) == wanted)).FirstOrDefault(name => name is not null);
        if (found is null)
        {
            throw Missing(names);
        }

        return value is IDictionary cells ? cells[found] : PSObject.AsPSObject(item).Properties[found].Value;
    }

    private static string Simplified(string name) =>
        string.Concat(name.Where(letter => letter is not (' ' or '-' or '_' or '\uFEFF'))).ToLowerInvariant();

    private static ArgumentTransformationMetadataException Missing(string[] names)
    {
        var shown = string.Join(", ", names.Take(MostNamed).Select(PrintableText.Quote)) + (names.Length > MostNamed ? ", ..." : "");
        var finding = FindingTable.DomainColumnMissing.With(("properties", shown.Length == 0 ? "none" : shown));
        return new ArgumentTransformationMetadataException($"{finding.Message} {finding.Advice}");
    }
}
