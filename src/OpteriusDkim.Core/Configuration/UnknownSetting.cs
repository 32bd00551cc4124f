using OpteriusDkim.Findings;

namespace OpteriusDkim.Configuration;

/// <summary>Explains why a name isn't a setting that can be changed.</summary>
internal static class UnknownSetting
{
    /// <summary>The error for a name that isn't in the table of settings.</summary>
    public static DkimException Error(string name)
    {
        if (HostSigners.ReadOnlyNames.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return new InvalidInputException(FindingTable.SettingReadOnly.With(("name", name)), name);
        }

        return new NotFoundException(
            FindingTable.NoSuchSetting.With(("name", PrintableText.Quote(name)), ("nearest", Hint(name, perDomain: false))), name);
    }

    /// <summary>The settings of a group, or the most similar name, as the beginning of an advice; empty where there is neither.</summary>
    /// <param name="name">The wrong name.</param>
    /// <param name="perDomain">Whether only settings that may differ between domains fit.</param>
    public static string Hint(string name, bool perDomain)
    {
        var group = SettingTable.All
            .Where(setting => setting.Name.StartsWith(name + ".", StringComparison.OrdinalIgnoreCase) && (setting.PerDomain || !perDomain))
            .Select(setting => setting.Name)
            .ToArray();
        if (group.Length > 0)
        {
            return $"Its settings are {string.Join(", ", group)}. ";
        }

        return SettingText.Nearest(name, perDomain) is { } near ? $"Did you mean {near}? " : "";
    }
}
