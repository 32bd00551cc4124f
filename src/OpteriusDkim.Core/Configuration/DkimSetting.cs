namespace OpteriusDkim;

/// <summary>An effective value and where it comes from.</summary>
/// <param name="Name">The setting, levels parted by dots.</param>
/// <param name="Value">Its value; null where there is none.</param>
/// <param name="Source"><c>default</c>, <c>not set</c>, or a file and line.</param>
/// <param name="Meaning">What the setting is for.</param>
public sealed record DkimSetting(string Name, object? Value, string Source, string Meaning);
