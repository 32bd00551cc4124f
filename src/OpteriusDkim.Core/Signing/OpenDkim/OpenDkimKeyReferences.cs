namespace OpteriusDkim;

/// <summary>The key files that OpenDKIM reads: KeyFile, and the third field of each KeyTable entry.</summary>
internal static class OpenDkimKeyReferences
{
    public const string DefaultKeyTable = "/etc/opendkim/KeyTable";

    /// <summary>Reads configuration and tables.</summary>
    /// <param name="configurationPath">The opendkim.conf, where there is one.</param>
    /// <param name="files">Remembers what was read.</param>
    /// <param name="configured">The path where a person gave it, so that it has to be there; null else.</param>
    /// <exception cref="InaccessibleException">A file can't be read, or a table is of a kind that can't be.</exception>
    public static IEnumerable<KeyReference> In(string configurationPath, SignerFiles files, string? configured = null)
    {
        if (configured is not null && !files.Exists(configured))
        {
            throw SignerFiles.NoConfiguration(configured);
        }

        var configuration = files.Exists(configurationPath) ? OpenDkimConfiguration.Read(configurationPath, files) : null;
        var folder = FolderOf(configuration);
        if (configuration?["KeyFile"] is { Value.Length: > 0 } keyFile)
        {
            yield return new KeyReference(Path.GetFullPath(keyFile.Value, folder), keyFile.Source)
            {
                Domain = configuration["Domain"]?.Value,
                Selector = configuration["Selector"]?.Value,
            };
        }

        var named = configuration?["KeyTable"];
        var table = named is null ? DefaultKeyTable : TablePath(named, folder);
        if (named is not null && !files.Exists(table))
        {
            // The running daemon may have read it before it went.
            throw SignerFiles.Unreadable(named.Source, $"its KeyTable {table} is not there");
        }

        foreach (var reference in files.Exists(table) ? InTable(table, folder, files) : [])
        {
            yield return reference;
        }
    }

    /// <summary>What relative paths are relative to.</summary>
    internal static string FolderOf(OpenDkimConfiguration? configuration)
    {
        if (configuration?["ChangeRootDirectory"] is { } root)
        {
            throw SignerFiles.Unreadable(root.Source, "the daemon changes its root directory, so that its paths mean other files");
        }

        var directive = configuration?["BaseDirectory"];
        return directive is null ? "/"
            : Path.IsPathFullyQualified(directive.Value) ? directive.Value
            : throw SignerFiles.Unreadable(directive.Source, "its BaseDirectory is not an absolute path");
    }

    private static IEnumerable<KeyReference> InTable(string table, string folder, SignerFiles files)
    {
        var number = 0;
        foreach (var line in files.ReadLines(table))
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

    private static string TablePath(OpenDkimDirective directive, string folder)
    {
        var set = OpenDkimDataSet.Parse(directive.Value, folder);
        return set.IsText
            ? set.Path
            : throw SignerFiles.Unreadable(directive.Source, $"its KeyTable is of the type {PrintableText.Quote(set.Type)}, not a file");
    }
}
