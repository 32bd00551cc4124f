using System.Text.Json;

namespace OpteriusDkim;

/// <summary>The configuration file: JSON, comments and trailing commas allowed, every name and value checked.</summary>
internal sealed class ConfigurationFile
{
    private const int LargestFile = 16 * 1024 * 1024;

    private readonly Dictionary<string, SettingValue> values = [];
    private readonly Dictionary<DomainPattern, Dictionary<string, SettingValue>> domains = [];

    private ConfigurationFile(string path) => FilePath = path;

    public string FilePath { get; }

    public IReadOnlyDictionary<string, SettingValue> Values => values;

    /// <summary>Reads the file.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="InvalidInputException">A name or a value is wrong; the message has the line.</exception>
    /// <exception cref="BrokenDataException">It isn't JSON.</exception>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public static ConfigurationFile Read(string path)
    {
        var file = new ConfigurationFile(path);
        var text = ReadText(path);
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
            });
            new ConfigurationReader(path, text, file.values, file.domains).ReadFile(ref reader);
            return file;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The reader says InvalidOperationException of a text that isn't whole UTF-8 or UTF-16, and not where.
            throw new BrokenDataException(
                FindingTable.ConfigurationSyntax.With(
                    ("path", path),
                    ("line", ((exception as JsonException)?.LineNumber ?? 0) + 1),
                    ("problem", PrintableText.Clean(WithoutPosition(exception.Message)))),
                path,
                exception);
        }
    }

    /// <summary>A setting's value for one domain: the most specific pattern that has it wins.</summary>
    public SettingValue? ValueFor(DomainName domain, string name) => DomainPattern.For(domain)
        .Select(pattern => domains.GetValueOrDefault(pattern)?.GetValueOrDefault(name))
        .FirstOrDefault(value => value is not null);

    private static ReadOnlySpan<byte> ReadText(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                throw new IOException("it is far too large for a configuration");
            }

            ReadOnlySpan<byte> text = File.ReadAllBytes(path);
            return text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InaccessibleException(
                FindingTable.ConfigurationUnreadable.With(("path", path), ("reason", exception.Message)), path, exception);
        }
    }

    private static string WithoutPosition(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }
}
