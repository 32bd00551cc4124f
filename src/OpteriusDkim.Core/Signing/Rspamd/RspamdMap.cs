using System.Text.Json;

namespace OpteriusDkim;

/// <summary>
/// A map of Rspamd: a key and a value a line, <c>#</c> begins a comment. It stands in files of this host, or in the
/// configuration itself; what lies at a URL, or is of another form, isn't read.
/// </summary>
internal sealed class RspamdMap
{
    private const string FileScheme = "file://";

    private RspamdMap(IReadOnlyList<(string Key, string Value, string Source)>? lines) => Lines = lines ?? [];

    /// <summary>Keys and values in their order, each with its file and line.</summary>
    public IReadOnlyList<(string Key, string Value, string Source)> Lines { get; }

    /// <summary>Whether it was read; else nobody knows what it says.</summary>
    public bool IsRead { get; private init; }

    /// <summary>Reads one.</summary>
    /// <param name="value">The setting's value.</param>
    /// <param name="setting">Where the setting stands.</param>
    /// <exception cref="InaccessibleException">A file of it can't be read.</exception>
    public static RspamdMap Of(JsonElement value, string setting)
    {
        string[]? texts = value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. value.EnumerateArray().Select(item => item.GetString()!)],
            _ => null,
        };
        var paths = texts?.Select(PathOf).ToArray();
        if (paths is null || paths.Length == 0)
        {
            return new RspamdMap(null);
        }

        return paths.All(path => path.StartsWith('/')) ? new RspamdMap([.. paths.SelectMany(LinesOf)]) { IsRead = true }
            : value.ValueKind == JsonValueKind.Array && !texts!.Any(text => text.Contains("://", StringComparison.Ordinal)) ? new RspamdMap([.. texts!.SelectMany(text => Cut(text, setting))]) { IsRead = true }
            : new RspamdMap(null);
    }

    private static string PathOf(string text) => text.StartsWith(FileScheme, StringComparison.Ordinal) ? text[FileScheme.Length..] : text;

    private static IEnumerable<(string Key, string Value, string Source)> LinesOf(string path)
    {
        var files = new SignerFiles();
        return files.Exists(path) ? files.ReadLines(path).SelectMany((line, index) => Cut(line, $"{path}:{index + 1}")) : [];
    }

    private static IEnumerable<(string Key, string Value, string Source)> Cut(string line, string source) =>
        line.Split('#', 2)[0].Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) is [var key, var value]
            ? [(key.Trim('"'), value.Trim().Trim('"'), source)]
            : [];
}
