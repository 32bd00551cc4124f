namespace OpteriusDkim.Configuration;

/// <summary>A checked value of a setting, and where it is set.</summary>
/// <param name="Value">An int, a TimeSpan, a string or a list of strings.</param>
/// <param name="Source">File and line.</param>
internal sealed record SettingValue(object Value, string Source);
