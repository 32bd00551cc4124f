using System.Text.Json;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Configuration;

/// <summary>The configuration file: JSON, comments and trailing commas allowed, every name and value checked.</summary>
internal sealed class ConfigurationFile
{
    private const int LargestFile = 16 * 1024 * 1024;

    private readonly Dictionary<string, SettingValue> values = [];
    private readonly Dictionary<DomainPattern, Dictionary<string, SettingValue>> domains = [];

    public IReadOnlyDictionary<string, SettingValue> Values => values;

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidInputException">A name or a value is wrong; the message has the line.</exception>
    /// <exception cref="BrokenDataException">It isn't JSON.</exception>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public static ConfigurationFile Read(string path)
    {
        var content = ReadBytes(path);
        RequireSafe(path);
        return Parse(path, content);
    }

    /// <summary>Commands in it run as the caller: a file that somebody else can write isn't trusted.</summary>
    private static void RequireSafe(string path)
    {
        const int Write = 2;
        var caller = FileOwner.Caller.User;
        var problem = FileStatus.Of(path) switch
        {
            { OthersPermission: var others } when (others & Write) != 0 => "every user can write to it",
            { Owner.User: var owner } when owner != 0 && owner != caller => "it belongs to another user, who can write to it",
            _ => null,
        };
        if (problem is not null)
        {
            throw new InaccessibleException(
                FindingTable.ConfigurationNotTrusted.With(("path", path), ("problem", problem), ("owner", caller)), path);
        }
    }

    /// <summary>Parses content.</summary>
    /// <param name="path">Its path, for errors.</param>
    internal static ConfigurationFile Parse(string path, ReadOnlySpan<byte> content)
    {
        var file = new ConfigurationFile();
        var text = WithoutMark(content);
        try
        {
            if (text.Trim(" \t\r\n"u8).IsEmpty)
            {
                throw new JsonException("the file is empty; without settings it has to be {}", null, 0, null);
            }

            var reader = JsonText.ReaderOf(text);
            new ConfigurationReader(path, text, file.values, file.domains).ReadFile(ref reader);
            new DelegationCheck(file).Run();
            return file;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The reader throws InvalidOperationException, without a position, for invalid UTF-8 or UTF-16.
            throw new BrokenDataException(
                FindingTable.ConfigurationSyntax.With(
                    ("path", path),
                    ("line", ((exception as JsonException)?.LineNumber ?? 0) + 1),
                    ("problem", JsonProblem.Of(exception))),
                path,
                exception);
        }
    }

    /// <summary>The names under <c>domains</c>.</summary>
    public IEnumerable<DomainPattern> Patterns => domains.Keys;

    /// <summary>A setting's value for the domains that a pattern matches, unless a more specific pattern has it; null for all.</summary>
    public SettingValue? Effective(DomainPattern? pattern, string name) => (pattern?.AndBroader() ?? [])
        .Select(each => domains.GetValueOrDefault(each)?.GetValueOrDefault(name))
        .FirstOrDefault(value => value is not null) ?? values.GetValueOrDefault(name);

    /// <summary>All values, as comparable texts.</summary>
    internal Dictionary<string, string> Flat() => values.Select(value => (Name: FlatName((DomainPattern?)null, value.Key), value.Value))
        .Concat(domains.SelectMany(domain => domain.Value.Select(value => (Name: FlatName(domain.Key, value.Key), value.Value))))
        .ToDictionary(value => value.Name, value => FlatValue(value.Value.Value), StringComparer.Ordinal);

    internal static string FlatName(string? pattern, string name) => FlatName(pattern is null ? null : DomainPattern.Parse(pattern), name);

    internal static string FlatValue(object value) =>
        value is IEnumerable<string> list
            ? string.Join('\0', list.Prepend(""))
            : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;

    /// <summary>The text without its byte order mark.</summary>
    internal static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> content) => content.StartsWith("\uFEFF"u8) ? content[3..] : content;

    private static string FlatName(DomainPattern? pattern, string name) => $"{pattern}/{name}";

    internal static byte[] ReadBytes(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new IOException("it is a folder");
            }

            if (new FileInfo(path).Length > LargestFile)
            {
                throw new IOException("it is too large for a configuration file");
            }

            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when ((exception is FileNotFoundException or DirectoryNotFoundException) && !Path.Exists(path))
        {
            throw new NotFoundException(
                FindingTable.ConfigurationUnreadable.With(("path", path), ("reason", "it doesn't exist")), path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InaccessibleException(
                FindingTable.ConfigurationUnreadable.With(("path", path), ("reason", exception.Message)), path, exception);
        }
    }
}
