using System.Text.RegularExpressions;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// Rspamd's configuration files, as far as they are read line by line: for the place of a setting, and for what is included.
/// </summary>
/// <param name="configurationPath">The rspamd.conf, or a file in local.d of the same folder.</param>
internal sealed partial class RspamdFolder(string configurationPath)
{
    /// <summary>The line that makes Rspamd read our file; <c>duplicate=merge</c>, or a second block of domains would be dropped.</summary>
    public const string Include = ".include(try=true,duplicate=merge) \"$LOCAL_CONFDIR/local.d/" + RspamdDomainFile.Name + "\"";

    private RspamdConfigurationFiles? files;

    /// <summary>The folder of local.d and override.d.</summary>
    public string Path { get; } = RspamdKeyReferences.FolderOf(configurationPath);

    /// <summary>The rspamd.conf.</summary>
    public string ConfigurationPath => System.IO.Path.Combine(Path, "rspamd.conf");

    /// <summary>Our file.</summary>
    public string DomainFilePath => System.IO.Path.Combine(Path, "local.d", RspamdDomainFile.Name);

    /// <summary>The administrator's own file of the module.</summary>
    public string LocalPath => System.IO.Path.Combine(Path, "local.d", "dkim_signing.conf");

    /// <summary>Whether the administrator's own file includes ours.</summary>
    /// <exception cref="InaccessibleException">It can't be read.</exception>
    public bool IncludesDomainFile() => LinesOf(LocalPath).Any(line => IncludeOfOurs().IsMatch(line));

    /// <summary>
    /// Where a word is in the files of the configuration: file and line; the administrator's own file where it isn't found.
    /// </summary>
    /// <param name="word">A domain, a setting, a path.</param>
    public string SourceOf(string word) => (files ??= new RspamdConfigurationFiles(Path, new SignerFiles())).SourceOf(word) ?? LocalPath;

    private static IEnumerable<string> LinesOf(string file)
    {
        var files = new SignerFiles();
        return files.Exists(file) ? files.ReadLines(file) : [];
    }

    [GeneratedRegex("""^\s*\.include\b[^"']*["'][^"']*/opterius-dkim\.conf["']""", RegexOptions.CultureInvariant)]
    private static partial Regex IncludeOfOurs();
}
