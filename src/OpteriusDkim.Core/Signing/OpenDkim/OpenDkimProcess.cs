using System.Globalization;
using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>A running OpenDKIM with the configuration and key of its command line.</summary>
/// <param name="ConfigurationPath">The opendkim.conf that it was started with.</param>
internal sealed record OpenDkimProcess(int Id, string ConfigurationPath)
{
    private const string ProgramName = "opendkim";

    /// <summary>Options with a value, in the same argument or the next.</summary>
    private const string OptionsWithValue = "bcdeFkLopPsStTux";

    /// <summary>Options of a run that checks or prints something and exits.</summary>
    private const string OneShotOptions = "ntVQ";

    /// <summary>The first uid of ordinary users (Debian Policy 9.2.2).</summary>
    private const uint FirstOrdinaryUser = 1000;

    /// <summary>The key of <c>-k</c>; null where it isn't given.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The selector of <c>-s</c>; null where it isn't given.</summary>
    public string? Selector { get; init; }

    /// <summary>The domains of <c>-d</c>; none where it isn't given.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>The last value of each option that was given; empty for one that takes none.</summary>
    public IReadOnlyDictionary<char, string> Options { get; init; } = new Dictionary<char, string>();

    /// <summary>The real user id that it has by now.</summary>
    public uint UserId { get; init; }

    /// <summary>Whether the host's first process started it or took it over, as it does with daemons in the background.</summary>
    public bool IsOfSystem { get; init; }

    /// <summary>Whether it still runs. Its files may have been removed after its end.</summary>
    public bool IsRunning => ReadIfThere($"/proc/{Id}") is not null;

    /// <summary>Whether it was started with a configuration.</summary>
    /// <param name="path">The opendkim.conf.</param>
    public bool Reads(string path) => ResolvedPath.Of(ConfigurationPath) == ResolvedPath.Of(path);

    /// <summary>
    /// The daemons that run on this host, except those in containers, whose paths are the container's, and those
    /// whose command line can't be read. Any user can run a process of this name: another ordinary user's counts only with
    /// a configuration that only root can write.
    /// </summary>
    public static IEnumerable<OpenDkimProcess> Running()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && ReadIfThere(folder) is { } arguments && NumberIn(folder, "Uid:") is { } user
                && Parse(id, arguments) is { } process
                && (!IsOfOtherUser(user) || process is { KeyFile: null } && IsWritableByRootOnly(process.ConfigurationPath)))
            {
                yield return process with { UserId = user, IsOfSystem = NumberIn(folder, "PPid:") == 1 };
            }
        }
    }

    /// <summary>Parses a command line as getopt(3) does.</summary>
    /// <param name="arguments">The program's name and its arguments.</param>
    /// <returns>The daemon; null for a one-shot run.</returns>
    internal static OpenDkimProcess? Parse(int id, IReadOnlyList<string> arguments)
    {
        var options = OptionsIn(arguments).ToLookup(option => option.Letter, option => option.Value);
        return OneShotOptions.Any(options.Contains)
            ? null
            : new OpenDkimProcess(id, Absolute(options['x'].LastOrDefault() ?? OpenDkimConfiguration.DefaultPath, id))
        {
            KeyFile = options['k'].LastOrDefault() is { Length: > 0 } key ? Absolute(key, id) : null,
            Selector = options['s'].LastOrDefault(),
            Domains = options['d'].LastOrDefault()?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [],
            Options = options.ToDictionary(option => option.Key, option => option.Last()),
        };
    }

    private static IEnumerable<(char Letter, string Value)> OptionsIn(IReadOnlyList<string> arguments)
    {
        for (var index = 1; index < arguments.Count && arguments[index] is ['-', _, ..] and not "--"; index++)
        {
            var argument = arguments[index];
            var at = 1;
            while (at < argument.Length && !OptionsWithValue.Contains(argument[at], StringComparison.Ordinal))
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

    /// <summary>The command line of a process of this program; null for others and for those that have exited.</summary>
    private static string[]? ReadIfThere(string folder)
    {
        try
        {
            // A process that has ended, and whose parent hasn't asked for its exit code yet, has an empty command line.
            return File.ReadAllText($"{folder}/comm").Trim() == ProgramName && !IsInContainer(folder)
                && File.ReadAllText($"{folder}/cmdline") is { Length: > 0 } line
                ? line.TrimEnd('\0').Split('\0')
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// The first number of a line, such as the real user: a process can make root the owner of its folder in /proc. Null where it has
    /// ended.
    /// </summary>
    private static uint? NumberIn(string folder, string name)
    {
        try
        {
            var found = File.ReadLines($"{folder}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
            return uint.Parse(found.Split('\t')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsOfOtherUser(uint user) => user >= FirstOrdinaryUser && user != FileOwner.Caller.User;

    private static bool IsWritableByRootOnly(string path)
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

    /// <summary>Only root can read the root of another user's process. If it can't be read, it is assumed to be the host's.</summary>
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

    /// <summary>A background daemon has changed its working directory to <c>/</c>.</summary>
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
