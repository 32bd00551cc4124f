namespace OpteriusDkim;

/// <summary>A map of Rspamd in a file: a key and a value a line, <c>#</c> begins a comment.</summary>
internal static class RspamdMap
{
    /// <summary>Reads one; nothing for none, and for one that isn't a local file.</summary>
    /// <param name="setting">A path, as it stands in the configuration.</param>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public static IReadOnlyDictionary<string, string> Read(string? setting)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = new SignerFiles();
        if (setting is null || PathOf(setting) is not ['/', ..] || !files.Exists(PathOf(setting)))
        {
            return entries;
        }

        foreach (var line in files.ReadLines(PathOf(setting)))
        {
            if (line.Split('#', 2)[0].Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) is [var key, var value])
            {
                entries.TryAdd(key, value.Trim());
            }
        }

        return entries;
    }

    /// <summary>The path of a map.</summary>
    /// <param name="setting">As it stands in the configuration, with or without a scheme.</param>
    public static string PathOf(string setting) =>
        setting.StartsWith("file://", StringComparison.Ordinal) ? setting[7..] : setting;
}
