using OpteriusDkim.Findings;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// The directives of an opendkim.conf(5), split as in the daemon's config.c: one name and value per line, separated by
/// spaces and tabs; <c>#</c> and a carriage return end a line; Include nests.
/// </summary>
internal sealed class OpenDkimConfiguration
{
    public const string DefaultPath = "/etc/opendkim.conf";
    public const string DefaultUser = "opendkim";

    private const int MaxIncludeDepth = 5;

    private static readonly char[] Blanks = [' ', '\t'];
    private static readonly char[] LineEnds = ['#', '\r', '\0'];

    private readonly List<OpenDkimDirective> directives = [];

    private OpenDkimConfiguration()
    {
    }

    /// <summary>Why the daemon rejects the configuration, with file and line; null if no problem was found.</summary>
    public string? Problem { get; private set; }

    /// <summary>The first Include whose file is missing, so that directives may be unknown.</summary>
    public OpenDkimDirective? MissingInclude { get; private set; }

    /// <exception cref="InaccessibleException">It or an included file can't be read.</exception>
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

    /// <summary>The last directive of a name, which overrides earlier ones, or null.</summary>
    public OpenDkimDirective? this[string name] =>
        directives.FindLast(directive => directive.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The value of a directive, or null if it is missing or empty.</summary>
    public string? ValueOf(string name) => this[name] is { Value.Length: > 0 } directive ? directive.Value : null;

    /// <summary>A Boolean, which the daemon reads by its first letter.</summary>
    /// <param name="otherwise">The daemon's default.</param>
    public bool IsYes(string name, bool otherwise = false) =>
        ValueOf(name) is { } value ? value[0] is 'y' or 'Y' or 't' or 'T' or '1' : otherwise;

    private void Add(string path, SignerFiles files, int depth)
    {
        var number = 0;
        foreach (var line in (files.ReadText(path) ?? throw SignerFiles.Unreadable(path, "file not found")).Split('\n'))
        {
            number++;
            var end = line.IndexOfAny(LineEnds);
            var text = (end < 0 ? line : line[..end]).Trim(Blanks);
            if (text.Length > 0)
            {
                Add(Split(text, $"{path}:{number}"), files, depth);
            }
        }
    }

    private static OpenDkimDirective Split(string text, string source)
    {
        var gap = text.IndexOfAny(Blanks);
        return gap < 0 ? new OpenDkimDirective(text, "", source) : new OpenDkimDirective(text[..gap], text[gap..].Trim(Blanks), source);
    }

    private void Add(OpenDkimDirective directive, SignerFiles files, int depth)
    {
        directives.Add(directive);
        var includes = directive.Name.Equals("Include", StringComparison.OrdinalIgnoreCase);
        if (directive.Value.Length == 0)
        {
            Problem ??= $"{directive.Source}: {PrintableText.Quote(directive.Name)} has no value";
            MissingInclude ??= includes ? directive : null;
        }
        else if (includes)
        {
            Include(directive, files, depth);
        }
    }

    private void Include(OpenDkimDirective directive, SignerFiles files, int depth)
    {
        var path = ResolvedPath.Full(directive.Value, "/");
        if (depth >= MaxIncludeDepth)
        {
            Problem ??= $"{directive.Source}: files are included more than {MaxIncludeDepth} levels deep";
        }
        else if (files.Exists(path))
        {
            Add(path, files, depth + 1);
        }
        else
        {
            Problem ??= $"{directive.Source}: the included file {path} is missing or not a file";
            MissingInclude ??= directive;
        }
    }
}
