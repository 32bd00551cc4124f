using System.Text.Json;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>Reads sign_networks: a list, an address, or the file of a map.</summary>
internal static class RspamdSigningNetworks
{
    private const string FilePrefix = "file://";

    /// <summary>The entries; empty if the setting is absent or of an unsupported type.</summary>
    public static IReadOnlyList<string> Of(JsonElement? value)
    {
        var texts = value switch
        {
            { ValueKind: JsonValueKind.String } text => [text.GetString()!],
            { ValueKind: JsonValueKind.Array } list =>
                list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!),
            _ => Enumerable.Empty<string>(),
        };
        return [.. texts.SelectMany(EntriesOf)];
    }

    private static IEnumerable<string> EntriesOf(string text)
    {
        var path = text.StartsWith(FilePrefix, StringComparison.Ordinal) ? text[FilePrefix.Length..] : text;
        if (!path.StartsWith('/'))
        {
            return text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries);
        }

        try
        {
            return [.. new SignerFiles().ReadLines(path).Select(line => line.Split('#', 2)[0].Trim()).Where(line => line.Length > 0)];
        }
        catch (DkimException)
        {
            // An unreadable map is reported when the configuration is read.
            return [];
        }
    }
}
