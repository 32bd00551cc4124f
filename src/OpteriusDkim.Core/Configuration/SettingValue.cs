namespace OpteriusDkim.Configuration;

/// <summary>A value of a setting, checked against its row, and the line it stands on.</summary>
/// <param name="Value">An int, a TimeSpan, a string or a list of strings.</param>
/// <param name="Source">File and line.</param>
internal sealed record SettingValue(object Value, string Source);
