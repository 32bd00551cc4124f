namespace OpteriusDkim;

/// <summary>The key files that OpenDKIM reads: KeyFile, and the third field of each KeyTable entry.</summary>
internal static class OpenDkimKeyReferences
{
    public const string DefaultKeyTable = "/etc/opendkim/KeyTable";

    /// <summary>Reads configuration and tables.</summary>
    /// <param name="configurationPath">The opendkim.conf, where there is one.</param>
    /// <exception cref="InaccessibleException">A file can't be read, or a table is of a kind that can't be.</exception>
    public static IEnumerable<KeyReference> In(string configurationPath)
    {
        var configuration = TableFile.Exists(configurationPath) ? OpenDkimConfiguration.Read(configurationPath) : null;
        var folder = configuration?["BaseDirectory"]?.Value ?? "/";
        if (configuration?["KeyFile"] is { } keyFile)
        {
            yield return new KeyReference(Path.GetFullPath(keyFile.Value, folder), keyFile.Source)
            {
                Domain = configuration["Domain"]?.Value,
                Selector = configuration["Selector"]?.Value,
            };
        }

        var table = configuration?["KeyTable"] is { } named ? Path.GetFullPath(TablePath(named), folder) : DefaultKeyTable;
        foreach (var reference in TableFile.Exists(table) ? InTable(table, folder) : [])
        {
            yield return reference;
        }
    }

    private static IEnumerable<KeyReference> InTable(string table, string folder)
    {
        var number = 0;
        foreach (var line in TableFile.ReadLines(table))
        {
            number++;
            if (FieldsOf(line) is [var domain, var selector, var path])
            {
                // A % is filled in with the sender's domain.
                yield return new KeyReference(Path.GetFullPath(path.Replace('%', '*'), folder), $"{table}:{number}")
                {
                    Domain = domain,
                    Selector = selector,
                };
            }
        }
    }

    /// <summary>The fields of <c>name domain:selector:path</c>; none for a comment, or for a key that stands in the line itself.</summary>
    private static string[] FieldsOf(string line)
    {
        var words = line.Split('#', 2)[0].Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
        var fields = words.Length == 2 ? words[1].Split(':', 3, StringSplitOptions.TrimEntries) : [];
        return fields.Length == 3 && fields[2] is ['/' or '.', ..] ? fields : [];
    }

    private static string TablePath(OpenDkimDirective directive)
    {
        var colon = directive.Value.IndexOf(':', StringComparison.Ordinal);
        var type = directive.Value.StartsWith('/') || colon < 0 ? "file" : directive.Value[..colon].ToLowerInvariant();
        return type is "file" or "refile"
            ? directive.Value[(directive.Value.StartsWith('/') ? 0 : colon + 1)..]
            : throw TableFile.Unreadable(directive.Source, $"its KeyTable is of the type {PrintableText.Quote(type)}, not a file");
    }
}
