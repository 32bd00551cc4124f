using System.Text.RegularExpressions;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// The paths of Rspamd's configuration files, and the lookup of settings in them.
/// </summary>
/// <param name="configurationPath">The rspamd.conf, or a file in local.d of the same folder.</param>
internal sealed partial class RspamdFolder(string configurationPath)
{
    /// <summary>The line that includes the module's file; without <c>duplicate=merge</c> Rspamd drops a second domain section.</summary>
    public const string Include = ".include(try=true,duplicate=merge) \"$LOCAL_CONFDIR/local.d/" + RspamdDomainFile.Name + "\"";

    private RspamdConfigurationFiles? files;

    /// <summary>The folder of local.d and override.d.</summary>
    public string Path { get; } = RspamdKeyReferences.FolderOf(configurationPath);

    public string ConfigurationPath => System.IO.Path.Combine(Path, "rspamd.conf");

    /// <summary>The module's file.</summary>
    public string DomainFilePath => System.IO.Path.Combine(Path, "local.d", RspamdDomainFile.Name);

    /// <summary>The administrator's file for dkim_signing.</summary>
    public string LocalPath => System.IO.Path.Combine(Path, "local.d", "dkim_signing.conf");

    /// <summary>Whether the administrator's file includes the module's file.</summary>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public bool IncludesDomainFile() => LinesOf(LocalPath).Any(line => IncludeOfDomainFile().IsMatch(line));

    /// <summary>
    /// File and line of a word in the configuration; the administrator's file if it isn't found.
    /// </summary>
    /// <param name="word">A domain, a setting or a path.</param>
    public string SourceOf(string word) => (files ??= new RspamdConfigurationFiles(Path, new SignerFiles())).SourceOf(word) ?? LocalPath;

    private static IEnumerable<string> LinesOf(string file)
    {
        var files = new SignerFiles();
        return files.Exists(file) ? files.ReadLines(file) : [];
    }

    [GeneratedRegex("""^\s*\.include\b[^"']*["'][^"']*/opterius-dkim\.conf["']""", RegexOptions.CultureInvariant)]
    private static partial Regex IncludeOfDomainFile();
}
