using System.Collections;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>Finds properties of a piped object or hash table by their usual names.</summary>
internal sealed class PipedObject
{
    private const int MaxShownNames = 10;

    private readonly object? item;
    private readonly string[] names;

    private PipedObject(object? item)
    {
        this.item = item;
        names = Unwrap(item) is IDictionary table
            ? [.. table.Keys.Cast<object>().Select(key => key.ToString() ?? "")]
            : [.. PSObject.AsPSObject(item).Properties.Where(property => property.IsGettable).Select(property => property.Name)];
    }

    /// <summary>The names of the properties, for messages.</summary>
    public string Shown => names.Length switch
    {
        0 => "none",
        <= MaxShownNames => string.Join(", ", names.Select(PrintableText.Quote)),
        _ => $"{string.Join(", ", names.Take(MaxShownNames).Select(PrintableText.Quote))} and {names.Length - MaxShownNames} more",
    };

    /// <summary>
    /// The advice for a file that was read with the wrong delimiter, for example one that a spreadsheet wrote in another culture.
    /// </summary>
    public string DelimiterAdvice => names is [var only] && only.AsSpan().IndexOfAny(";\t|") is var at and >= 0
        ? $" If the columns are separated by '{(only[at] == '\t' ? "`t" : only[at])}', read the file with Import-Csv -Delimiter "
            + $"\"{(only[at] == '\t' ? "`t" : only[at])}\"."
        : "";

    /// <summary>The wrapped object, or the item itself if it has only note properties.</summary>
    public static object? Unwrap(object? item) => item is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : item;

    public static PipedObject Of(object? item) => new(item);

    /// <param name="columns">Names in lower case without spaces, hyphens and underscores, in order of preference.</param>
    public bool TryGet(IEnumerable<string> columns, out object? value)
    {
        var found = columns.Select(wanted => names.FirstOrDefault(name => Simplified(name) == wanted))
            .FirstOrDefault(name => name is not null);
        value = found switch
        {
            null => null,
            _ when Unwrap(item) is IDictionary cells => cells[found],
            _ => PSObject.AsPSObject(item).Properties[found].Value,
        };
        return found is not null;
    }

    /// <summary>The error for a missing property.</summary>
    public ArgumentTransformationMetadataException Missing(string column)
    {
        var finding = FindingTable.ColumnMissing.With(("column", column), ("properties", Shown));
        return new ArgumentTransformationMetadataException($"{finding.Message} {finding.Advice}{DelimiterAdvice}");
    }

    private static string Simplified(string name) =>
        string.Concat(name.Where(letter => letter is not (' ' or '-' or '_' or '\uFEFF'))).ToLowerInvariant();
}
