using System.Text;

namespace OpteriusDkim;

/// <summary>The directives of an opendkim.conf(5): a name and a value a line, <c>#</c> begins a comment, Include nests.</summary>
internal sealed class OpenDkimConfiguration
{
    public const string DefaultPath = "/etc/opendkim.conf";
    public const string DefaultUser = "opendkim";

    private const int DeepestInclude = 5;

    private readonly List<OpenDkimDirective> directives = [];

    private OpenDkimConfiguration()
    {
    }

    /// <summary>Reads a configuration.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="files">Remembers what was read.</param>
    /// <exception cref="InaccessibleException">It, or one it includes, can't be read.</exception>
    public static OpenDkimConfiguration Read(string path, SignerFiles? files = null)
    {
        var configuration = new OpenDkimConfiguration();
        files ??= new SignerFiles();
        if (!files.Exists(path) && !Directory.Exists(path))
        {
            throw SignerFiles.NoConfiguration(path);
        }

        configuration.Add(path, files, depth: 0);
        return configuration;
    }

    /// <summary>The last directive of a name, which is the one that counts, or null.</summary>
    public OpenDkimDirective? this[string name] =>
        directives.FindLast(directive => directive.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private void Add(string path, SignerFiles files, int depth)
    {
        var number = 0;
        foreach (var line in files.ReadLines(path))
        {
            number++;
            var text = line.Split('#', 2)[0].Trim();
            if (text.Length == 0)
            {
                continue;
            }

            var words = text.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
            var directive = new OpenDkimDirective(words[0], words.Length > 1 ? words[1].Trim() : "", $"{path}:{number}");
            directives.Add(directive);
            if (directive.Name.Equals("Include", StringComparison.OrdinalIgnoreCase) && depth < DeepestInclude)
            {
                Add(directive.Value, files, depth + 1);
            }
        }
    }
}
