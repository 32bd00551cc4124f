using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>
/// The key files that Rspamd's dkim_signing names: every absolute path that stands in its configuration, and in the
/// maps and tables that are named there, variables as wildcards. That is more than the module reads, and never less.
/// </summary>
internal static partial class RspamdKeyReferences
{
    public const string DefaultFolder = "/etc/rspamd";
    public const string DefaultUser = "_rspamd";

    private static readonly string[] Files =
    [
        "local.d/dkim_signing.conf", "override.d/dkim_signing.conf", "modules.d/dkim_signing.conf",
        "local.d/arc.conf", "override.d/arc.conf", "modules.d/arc.conf",
    ];

    /// <summary>Rspamd's folder, from a configuration file in it or in one of the folders of its own.</summary>
    /// <param name="file">The file.</param>
    public static string FolderOf(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        return Path.GetFileName(folder) is "local.d" or "override.d" or "modules.d" ? Path.GetDirectoryName(folder)! : folder;
    }

    /// <summary>Reads what there is below Rspamd's folder.</summary>
    /// <param name="folder">The folder of rspamd.conf.</param>
    /// <param name="files">Remembers what was read.</param>
    /// <param name="configured">A file of it that a person named, so that it has to be there; null for none.</param>
    /// <exception cref="InaccessibleException">A file can't be read.</exception>
    public static IEnumerable<KeyReference> In(string folder, SignerFiles files, string? configured = null)
    {
        if (configured is not null && !files.Exists(configured))
        {
            throw SignerFiles.NoConfiguration(configured);
        }

        var all = Files.Select(file => Path.Combine(folder, file)).Append(configured ?? "").Distinct();
        foreach (var file in all.Where(file => file.Length > 0 && files.Exists(file)))
        {
            foreach (var reference in InFile(file, folder, files))
            {
                yield return reference;
                foreach (var mapped in IsMap(reference.Path, files) ? InFile(reference.Path, folder, files) : [])
                {
                    yield return mapped;
                }
            }
        }
    }

    private static IEnumerable<KeyReference> InFile(string file, string folder, SignerFiles files)
    {
        var number = 0;
        foreach (var line in files.ReadLines(file))
        {
            number++;
            foreach (Match match in AbsolutePath().Matches(ConfigurationFolder().Replace(line.Split('#', 2)[0], folder)))
            {
                yield return new KeyReference(Variable().Replace(match.Value, "*"), $"{file}:{number}") { Signer = SignerType.Rspamd };
            }
        }
    }

    private static bool IsMap(string path, SignerFiles files) =>
        !path.Contains('*', StringComparison.Ordinal) && Path.GetExtension(path) is not (".key" or ".private" or ".pem" or ".seed")
        && files.Exists(path) && FileStatus.Of(path) is { Kind: FileKind.File };

    [GeneratedRegex("""(?<![\w.])(?:/|\$\{?DBDIR\}?/)[^\s"';,:\[\]]+""", RegexOptions.CultureInvariant)]
    private static partial Regex AbsolutePath();

    [GeneratedRegex(@"\$(?:(?:LOCAL_)?CONFDIR\b|\{(?:LOCAL_)?CONFDIR\})", RegexOptions.CultureInvariant)]
    private static partial Regex ConfigurationFolder();

    [GeneratedRegex(@"\$\{?\w+\}?|%", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
