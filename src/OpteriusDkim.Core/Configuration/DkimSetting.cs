using System.Globalization;

namespace OpteriusDkim;

/// <summary>The effective value of a setting, and its source.</summary>
/// <param name="Name">The setting's name, with dots between its levels.</param>
/// <param name="Value">Its value: a number, a string or a list of strings, a time span; null if there is none.</param>
/// <param name="Source"><c>default</c>, <c>not set</c>, or a file and line.</param>
/// <param name="Meaning">What the setting is for.</param>
public sealed record DkimSetting(string Name, object? Value, string Source, string Meaning)
{
    /// <summary>
    /// The setting as it is shown: a duration is a string, which ConvertTo-Json and Export-Csv write as it is in the file.
    /// </summary>
    public DkimSetting AsShown() => Value is TimeSpan span ? this with { Value = span.ToString("c", CultureInfo.InvariantCulture) } : this;
}
