using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>
/// Reads the properties of an output object by name, so that views also work with deserialized objects from a job, a remote
/// session or a file. Control characters are escaped.
/// </summary>
internal sealed class ShownObject(PSObject item)
{
    private const string Deserialized = "Deserialized.";

    /// <summary>The name of the type without its namespace, for example <c>DkimKey</c> or <c>DkimKey#New</c>.</summary>
    public string TypeName
    {
        get
        {
            var name = item.TypeNames.FirstOrDefault() ?? "";
            name = name.StartsWith(Deserialized, StringComparison.Ordinal) ? name[Deserialized.Length..] : name;
            return name[(name.LastIndexOf('.') + 1)..];
        }
    }

    /// <summary>A property as text, with enumerations by name; null if it is null or missing.</summary>
    public string? Text(string property) => ValueOf(property) is { } value ? TextOf(value) : null;

    public bool Is(string property, object expected) => Text(property) == expected.ToString();

    public bool? Flag(string property) => ValueOf(property) is PSObject { BaseObject: bool flag } ? flag : null;

    /// <summary>A time in UTC.</summary>
    public DateTime? Time(string property) => ValueOf(property) is PSObject { BaseObject: DateTime time } ? time.ToUniversalTime() : null;

    /// <summary>The items of a list property as text.</summary>
    public IReadOnlyList<string> Texts(string property) => [.. ItemsOf(property).Select(TextOf)];

    public ShownObject? Object(string property) => ValueOf(property) is { } value ? new ShownObject(value) : null;

    /// <summary>The items of a list property as objects.</summary>
    public IReadOnlyList<ShownObject> Objects(string property) => [.. ItemsOf(property).Select(value => new ShownObject(value))];

    /// <summary>The object's own text.</summary>
    public override string ToString() => TextOf(item);

    private PSObject? ValueOf(string property) =>
        item.Properties[property]?.Value is { } value ? PSObject.AsPSObject(value) : null;

    private IEnumerable<PSObject> ItemsOf(string property) => ValueOf(property)?.BaseObject is IEnumerable list and not string
        ? list.Cast<object?>().OfType<object>().Select(PSObject.AsPSObject)
        : [];

    private static string TextOf(PSObject value)
    {
        var text = value.BaseObject is IFormattable number and not Enum
            ? number.ToString(null, CultureInfo.InvariantCulture)
            : value.ToString();
        return string.Join('\n', text.Split('\n').Select(PrintableText.Clean));
    }
}
