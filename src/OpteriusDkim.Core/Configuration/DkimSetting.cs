using System.Globalization;

namespace OpteriusDkim;

/// <summary>An effective value and where it comes from.</summary>
/// <param name="Name">The setting, levels parted by dots.</param>
/// <param name="Value">Its value: a number, a string or a list of strings, a time span; null where there is none.</param>
/// <param name="Source"><c>default</c>, <c>not set</c>, or a file and line.</param>
/// <param name="Meaning">What the setting is for.</param>
public sealed record DkimSetting(string Name, object? Value, string Source, string Meaning)
{
    /// <summary>
    /// The setting as it is shown: a duration is a string, which ConvertTo-Json and Export-Csv write as it is in the file.
    /// </summary>
    public DkimSetting AsShown() => Value is TimeSpan span ? this with { Value = span.ToString("c", CultureInfo.InvariantCulture) } : this;
}
