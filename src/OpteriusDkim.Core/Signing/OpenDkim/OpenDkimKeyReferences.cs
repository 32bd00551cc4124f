using OpteriusDkim.Findings;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>The key files that OpenDKIM uses: KeyFile, and the third field of each KeyTable entry.</summary>
internal static class OpenDkimKeyReferences
{
    public const string DefaultKeyTable = "/etc/opendkim/KeyTable";

    /// <summary>dkimpy-milter has a second set of directives for Ed25519, for example <c>KeyTableEd25519</c>.</summary>
    private static readonly string[] Suffixes = ["", "Ed25519"];

    /// <summary>Reads the configuration and its tables.</summary>
    /// <param name="configurationPath">The opendkim.conf, which may be missing.</param>
    /// <param name="configured">The path if it was set explicitly, so that the file must exist; otherwise null.</param>
    /// <exception cref="InaccessibleException">A file can't be read, or a table is of an unsupported type.</exception>
    public static IEnumerable<KeyReference> In(string configurationPath, SignerFiles files, string? configured = null)
    {
        if (configured is not null && !files.Exists(configured))
        {
            throw SignerFiles.NoConfiguration(configured);
        }

        var configuration = files.Exists(configurationPath) ? OpenDkimConfiguration.Read(configurationPath, files) : null;
        if (configuration?.MissingInclude is { } include)
        {
            throw SignerFiles.Unreadable(include.Source, $"the included file {PrintableText.Quote(include.Value)} is missing");
        }

        var folder = FolderOf(configuration);
        foreach (var suffix in configuration is null ? [""] : Suffixes)
        {
            foreach (var reference in configuration is null ? [] : OfKeyFile(configuration, suffix, folder))
            {
                yield return reference;
            }

            foreach (var reference in OfKeyTable(configuration, suffix, folder, files))
            {
                yield return reference;
            }
        }
    }

    /// <summary>The key on a daemon's command line.</summary>
    public static IEnumerable<KeyReference> OfCommandLine(OpenDkimProcess process)
    {
        if (process.KeyFile is not { } path)
        {
            return [];
        }

        var domains = process.Domains is { Count: > 0 } named ? named : (IReadOnlyList<string?>)[null];
        return domains.Select(domain => new KeyReference(ResolvedPath.Full(path, "/"), $"command line of process {process.Id} (-k)")
        {
            Written = path,
            Domain = domain,
            Selector = process.Selector,
        });
    }

    /// <summary>The base directory for relative paths.</summary>
    internal static string FolderOf(OpenDkimConfiguration? configuration)
    {
        if (configuration?["ChangeRootDirectory"] is { Value.Length: > 0 } root && ResolvedPath.Full(root.Value, "/") != "/")
        {
            throw new InaccessibleException(
                FindingTable.RootDirectoryChanged.With(("source", root.Source), ("root", PrintableText.Clean(root.Value))), root.Source);
        }

        var directive = configuration?["BaseDirectory"];
        if (directive is null)
        {
            return "/";
        }

        return Path.IsPathFullyQualified(directive.Value)
            ? directive.Value
            : throw SignerFiles.Unreadable(directive.Source, "its BaseDirectory is not an absolute path");
    }

    /// <summary>KeyFile, once per domain of Domain.</summary>
    private static IEnumerable<KeyReference> OfKeyFile(OpenDkimConfiguration configuration, string suffix, string folder)
    {
        if (configuration["KeyFile" + suffix] is not { Value.Length: > 0 } keyFile)
        {
            return [];
        }

        var list = configuration.ValueOf("Domain") is { } value ? OpenDkimList.Read(value, folder) : null;
        var domains = list is { Entries.Count: > 0 } ? list.Entries : (IReadOnlyList<string?>)[null];
        var path = PathText.Decode(keyFile.Value);
        return domains.Select(domain => new KeyReference(ResolvedPath.Full(path, folder), keyFile.Source)
        {
            Written = Path.Combine(folder, path),
            Domain = domain,
            Selector = configuration.ValueOf("Selector" + suffix),
        });
    }

    private static IEnumerable<KeyReference> OfKeyTable(
        OpenDkimConfiguration? configuration, string suffix, string folder, SignerFiles files)
    {
        if (configuration?["KeyTable" + suffix] is not { Value.Length: > 0 } directive)
        {
            return suffix.Length == 0 && files.Exists(DefaultKeyTable)
                ? InTable(new OpenDkimDataSet("file", DefaultKeyTable), null, folder)
                : [];
        }

        var set = OpenDkimDataSet.Parse(directive.Value, folder);
        if (!set.IsReadable)
        {
            throw SignerFiles.Unreadable(directive.Source, $"its {directive.Name} is of type {PrintableText.Quote(set.Type)}, not a file");
        }

        // A missing table is an error: the running daemon may have read it before it was removed.
        if (!set.IsText)
        {
            return InTable(set, directive.Source, folder);
        }

        return files.Exists(set.Path)
            ? InTable(set, null, folder)
            : throw SignerFiles.Unreadable(directive.Source, $"its {directive.Name} {set.Path} is missing");
    }

    /// <summary>
    /// A key with a fourth field is in use at its path, and at the path that earlier versions read, which includes that field.
    /// </summary>
    private static IEnumerable<KeyReference> InTable(OpenDkimDataSet set, string? directive, string folder)
    {
        var table = new OpenDkimKeyTable(OpenDkimTableFile.Of(set.Path, OpenDkimList.TableOf(set).Content, directive), set.HasPatterns);
        return from key in table.Keys.Select(key => key.For(null))
            where key.IsFile || key.Data is [' ' or '\t', ..]
            from path in new[] { key.Path, PathText.Decode(key.Data!.Trim()) }.OfType<string>().Distinct()
            where path is ['/' or '.', ..]
            let template = path.Replace('%', '*')
            select new KeyReference(ResolvedPath.Full(template, folder), table.SourceOf(key))
            {
                Written = Path.Combine(folder, template),
                Domain = key.Domain.Trim(),
                Selector = key.Selector!.Trim(),
            };
    }
}
