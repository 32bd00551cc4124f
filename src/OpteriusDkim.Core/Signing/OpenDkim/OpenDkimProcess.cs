using System.Globalization;
using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>A running OpenDKIM: the configuration and the key that its command line names.</summary>
/// <param name="ConfigurationPath">The opendkim.conf that it was started with.</param>
internal sealed record OpenDkimProcess(int Id, string ConfigurationPath)
{
    private const string ProgramName = "opendkim";

    /// <summary>Options that take a value; it follows in the same argument or in the next.</summary>
    private const string WithValue = "bcdeFkLopPsStTux";

    /// <summary>Options of a run that checks or prints something and ends.</summary>
    private const string RunsThatEnd = "ntVQ";

    /// <summary>Users from this number on are people (Debian Policy 9.2.2).</summary>
    private const uint FirstPerson = 1000;

    /// <summary>The key of <c>-k</c>; null where it isn't given.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The selector of <c>-s</c>; null where it isn't given.</summary>
    public string? Selector { get; init; }

    /// <summary>The domains of <c>-d</c>; none where it isn't given.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>
    /// The daemons that run on this host. One in a container is left out, since its paths are those of the container, and so is one
    /// whose command line can't be read. Anybody can run a process of this name: one of another person than the caller counts only with
    /// a configuration that root alone can write.
    /// </summary>
    public static IEnumerable<OpenDkimProcess> Running()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && ReadIfThere(folder) is { } arguments && Parse(id, arguments) is { } process
                && (!IsOfPerson(folder) || process is { KeyFile: null } && IsOfRoot(process.ConfigurationPath)))
            {
                yield return process;
            }
        }
    }

    /// <summary>Reads a command line as getopt(3) does.</summary>
    /// <param name="arguments">The program's name and its arguments.</param>
    /// <returns>The daemon; null for a run that ends by itself.</returns>
    internal static OpenDkimProcess? Parse(int id, IReadOnlyList<string> arguments)
    {
        var options = OptionsIn(arguments).ToLookup(option => option.Letter, option => option.Value);
        return RunsThatEnd.Any(options.Contains)
            ? null
            : new OpenDkimProcess(id, Absolute(options['x'].LastOrDefault() ?? OpenDkimConfiguration.DefaultPath, id))
        {
            KeyFile = options['k'].LastOrDefault() is { Length: > 0 } key ? Absolute(key, id) : null,
            Selector = options['s'].LastOrDefault(),
            Domains = options['d'].LastOrDefault()?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [],
        };
    }

    private static IEnumerable<(char Letter, string Value)> OptionsIn(IReadOnlyList<string> arguments)
    {
        for (var index = 1; index < arguments.Count && arguments[index] is ['-', _, ..] and not "--"; index++)
        {
            var argument = arguments[index];
            var at = 1;
            while (at < argument.Length && !WithValue.Contains(argument[at], StringComparison.Ordinal))
            {
                yield return (argument[at++], "");
            }

            if (at < argument.Length)
            {
                var isNext = at + 1 == argument.Length;
                index += isNext ? 1 : 0;
                yield return (argument[at], isNext ? arguments.ElementAtOrDefault(index) ?? "" : argument[(at + 1)..]);
            }
        }
    }

    /// <summary>The command line of a process of this program, which may end at any moment.</summary>
    private static string[]? ReadIfThere(string folder)
    {
        try
        {
            return File.ReadAllText($"{folder}/comm").Trim() == ProgramName && !IsInContainer(folder)
                ? File.ReadAllText($"{folder}/cmdline").TrimEnd('\0').Split('\0')
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether a person other than the caller runs it. The real user tells: a process can make root the owner of its folder in /proc.
    /// </summary>
    private static bool IsOfPerson(string folder)
    {
        try
        {
            var users = File.ReadLines($"{folder}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal));
            var user = uint.Parse(users.Split('\t')[1], CultureInfo.InvariantCulture);
            return user >= FirstPerson && user != FileOwner.Caller.User;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended.
            return true;
        }
    }

    private static bool IsOfRoot(string path)
    {
        try
        {
            return FileStatus.Of(path) is { Owner.User: 0, Mode: var mode }
                && (mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == 0;
        }
        catch (InaccessibleException)
        {
            return false;
        }
    }

    /// <summary>Only root may look at the root of another user's process; for others it is taken to be the host's.</summary>
    private static bool IsInContainer(string folder)
    {
        try
        {
            return FileStatus.Of($"{folder}/root/") is { } root && root.Identity != FileStatus.Of("/")?.Identity;
        }
        catch (InaccessibleException)
        {
            return false;
        }
    }

    /// <summary>A daemon in the background has left the folder that it was started in for <c>/</c>.</summary>
    private static string Absolute(string path, int id)
    {
        if (Path.IsPathRooted(path))
        {
            return path;
        }

        try
        {
            return Path.Combine(new DirectoryInfo($"/proc/{id}/cwd").LinkTarget ?? "/", path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Path.Combine("/", path);
        }
    }
}
