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

    /// <summary>Reads what there is below Rspamd's folder.</summary>
    /// <param name="folder">The folder of rspamd.conf.</param>
    /// <exception cref="InaccessibleException">A file can't be read.</exception>
    public static IEnumerable<KeyReference> In(string folder)
    {
        foreach (var file in Files.Select(file => Path.Combine(folder, file)).Where(TableFile.Exists))
        {
            foreach (var reference in InFile(file, folder))
            {
                yield return reference;
                foreach (var mapped in IsMap(reference.Path) ? InFile(reference.Path, folder) : [])
                {
                    yield return mapped;
                }
            }
        }
    }

    private static IEnumerable<KeyReference> InFile(string file, string folder)
    {
        var number = 0;
        foreach (var line in TableFile.ReadLines(file))
        {
            number++;
            foreach (Match match in AbsolutePath().Matches(ConfigurationFolder().Replace(line.Split('#', 2)[0], folder)))
            {
                yield return new KeyReference(Variable().Replace(match.Value, "*"), $"{file}:{number}");
            }
        }
    }

    private static bool IsMap(string path) =>
        !path.Contains('*', StringComparison.Ordinal) && Path.GetExtension(path) is not (".key" or ".private" or ".pem") && TableFile.Exists(path);

    [GeneratedRegex("""(?<![\w.])(?:/|\$\{?DBDIR\}?/)[^\s"';,:\[\]]+""", RegexOptions.CultureInvariant)]
    private static partial Regex AbsolutePath();

    [GeneratedRegex(@"\$(?:(?:LOCAL_)?CONFDIR\b|\{(?:LOCAL_)?CONFDIR\})", RegexOptions.CultureInvariant)]
    private static partial Regex ConfigurationFolder();

    [GeneratedRegex(@"\$\{?\w+\}?|%", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
