using System.Text.Json;

namespace OpteriusDkim;

/// <summary>The table of Rspamd configurations, <c>tests/rspamd-configurations.json</c>, one case per line.</summary>
public static class RspamdCaseTable
{
    public static IReadOnlyList<RspamdCase> All { get; } =
        JsonSerializer.Deserialize<RspamdCase[]>(File.ReadAllText(Path.Combine(Repository.Root, "tests", "rspamd-configurations.json")))!;

    /// <summary>The daemon versions with verdicts.</summary>
    public static IReadOnlyList<string> Versions { get; } = [.. All.SelectMany(one => one.Verdicts.Keys).Distinct()];
}
