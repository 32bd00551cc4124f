using System.IO.Enumeration;
using System.Text.RegularExpressions;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// The files of Rspamd's configuration: those in its folder, and their includes. They are read for the place of a setting and
/// to detect changes. Effective values come from <c>rspamadm configdump</c>.
/// </summary>
internal sealed partial class RspamdConfigurationFiles
{
    private const int MaxFiles = 2000;

    private static readonly string[] First =
    [
        "local.d/dkim_signing.conf", "override.d/dkim_signing.conf", "local.d/arc.conf", "override.d/arc.conf",
        "local.d/" + RspamdDomainFile.Name,
        "rspamd.conf.local", "rspamd.conf.override", "rspamd.conf", "modules.d/dkim_signing.conf", "modules.d/arc.conf",
    ];

    /// <summary>The folders whose files the packaged configuration includes. Others may contain keys and maps.</summary>
    private static readonly string[] Folders = ["", "local.d", "override.d", "modules.d"];
    private static readonly string[] Extensions = [".conf", ".inc", ".local", ".override"];

    private readonly string folder;
    private readonly Lazy<IReadOnlyDictionary<string, string>> sources;
    private readonly List<string> paths = [];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <param name="folder">The folder of rspamd.conf.</param>
    /// <exception cref="InaccessibleException">A file can't be read.</exception>
    public RspamdConfigurationFiles(string folder, SignerFiles watch)
    {
        this.folder = folder;
        foreach (var file in First)
        {
            Add(Path.Combine(folder, file), watch);
        }

        foreach (var below in Folders)
        {
            AddFolder(Path.Combine(folder, below), watch);
        }

        sources = new Lazy<IReadOnlyDictionary<string, string>>(Index);
    }

    /// <summary>File and line of a word (domain, setting or path); null if it isn't found.</summary>
    public string? SourceOf(string word) => sources.Value.GetValueOrDefault(word);

    /// <summary>The lines of the files that can affect signing, without those of other modules and workers.</summary>
    public IEnumerable<(string Text, string Source)> LinesOfSigning()
    {
        var files = new SignerFiles();
        return paths.Where(IsOfSigning).SelectMany(path => files.ReadLines(path).Select((line, index) => (line, $"{path}:{index + 1}")));
    }

    private bool IsOfSigning(string path) => First.Contains(Path.GetRelativePath(folder, path))
        || !Folders.Contains(Path.GetRelativePath(folder, Path.GetDirectoryName(path)!).TrimStart('.'));

    private void AddFolder(string path, SignerFiles watch)
    {
        watch.Watch(path);
        if (!Directory.Exists(path))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(path).Where(file => Extensions.Contains(Path.GetExtension(file)))
            .Order(StringComparer.Ordinal))
        {
            Add(file, watch);
        }
    }

    private void Add(string file, SignerFiles watch)
    {
        if (!seen.Add(file) || seen.Count > MaxFiles || !watch.Exists(file) || FileStatus.Of(file) is not { Kind: FileKind.File })
        {
            return;
        }

        paths.Add(file);
        foreach (var line in watch.ReadLines(file).ToArray())
        {
            if (Inclusion().Match(line) is { Success: true } match)
            {
                Include(match.Groups["path"].Value, file, watch);
            }
        }
    }

    private void Include(string text, string file, SignerFiles watch)
    {
        foreach (var path in Expanded(text, file))
        {
            var (parent, name) = (Path.GetDirectoryName(path)!, Path.GetFileName(path));
            if (!name.AsSpan().ContainsAny('*', '?'))
            {
                Add(path, watch);
                continue;
            }

            watch.Watch(parent);
            foreach (var found in Directory.Exists(parent) ? Directory.EnumerateFiles(parent) : [])
            {
                if (FileSystemName.MatchesSimpleExpression(name, Path.GetFileName(found), ignoreCase: false))
                {
                    Add(found, watch);
                }
            }
        }
    }

    /// <summary>
    /// The possible paths of an include, relative to this folder and to the default one; none if it contains an unknown variable.
    /// </summary>
    private IEnumerable<string> Expanded(string text, string file) =>
        from root in new[] { folder, RspamdKeyReferences.DefaultFolder }.Distinct()
        let path = Variable().Replace(text, match => (match.Groups[1].Value + match.Groups[2].Value) switch
        {
            "CONFDIR" or "LOCAL_CONFDIR" => root,
            "CURDIR" => Path.GetDirectoryName(file)!,
            "DBDIR" => "/var/lib/rspamd",
            "RUNDIR" => "/run/rspamd",
            "SHAREDIR" => "/usr/share/rspamd",
            "RULESDIR" => "/usr/share/rspamd/rules",
            _ => match.Value,
        })
        let full = path.StartsWith('/') ? path : Path.Combine(Path.GetDirectoryName(file)!, path)
        where !full.Contains('$', StringComparison.Ordinal) && !full.Contains("://", StringComparison.Ordinal)
        select full;

    private Dictionary<string, string> Index()
    {
        var words = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var files = new SignerFiles();
        foreach (var path in paths)
        {
            var number = 0;
            foreach (var line in files.ReadLines(path))
            {
                number++;
                foreach (var word in line.Split('#', 2)[0].Split(
                    [' ', '\t', '"', '\'', ';', ',', '{', '}', '[', ']', '=', '\r'], StringSplitOptions.RemoveEmptyEntries))
                {
                    words.TryAdd(word, $"{path}:{number}");
                }
            }
        }

        return words;
    }

    [GeneratedRegex(
        """^\s*\.(?:try_)?(?:includes?|load)\b(?:\s*\([^)]*\))?\s*["']?(?<path>[^"'\s;]+)""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Inclusion();

    [GeneratedRegex(@"\$(?:([A-Z_]+)|\{([A-Z_]+)\})", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
