using System.Text.RegularExpressions;
using OpteriusDkim.Findings;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// Variables whose values only the daemon has: <c>env.NAME</c> is <c>RSPAMD_NAME</c> in its environment, and <c>${NAME}</c>
/// is set by its option <c>--var</c>. Rspamd overwrites both in memory, so they can't be read from the running process.
/// </summary>
internal static partial class RspamdVariables
{
    private static readonly HashSet<string> BuiltIn = new(StringComparer.Ordinal)
    {
        "hostname", "num_cpus", "ver_major", "ver_minor", "ver_id", "ver_num",
        "BRANCH_VERSION", "CONFDIR", "CURDIR", "DBDIR", "FILENAME", "HOSTNAME", "LIBDIR", "LOCAL_CONFDIR", "LOGDIR",
        "LUALIBDIR", "PLUGINSDIR", "PREFIX", "RULESDIR", "RUNDIR", "SHAREDIR", "VERSION", "VERSION_MAJOR", "VERSION_MINOR", "WWWDIR",
    };

    /// <summary>Requires that the values of all variables are known.</summary>
    /// <param name="lines">Lines of the configuration, each with file and line.</param>
    /// <param name="acceptDefaults">Whether to use a default in the file as the value.</param>
    /// <exception cref="InaccessibleException">The value of a variable is unknown.</exception>
    public static void RequireKnown(IEnumerable<(string Text, string Source)> lines, bool acceptDefaults)
    {
        foreach (var (text, source) in lines.Where(line => !line.Text.TrimStart().StartsWith('#')))
        {
            var name = UnknownIn(text, Environments(), name => Environment.GetEnvironmentVariable($"RSPAMD_{name}") is not null);
            if (name is not null && !(acceptDefaults && text.Contains("default", StringComparison.Ordinal)))
            {
                throw Unknown($"the environment variable RSPAMD_{name}", source);
            }

            if (UnknownIn(text, Options(), _ => false) is { } option)
            {
                throw Unknown($"the variable {option} of its option --var", source);
            }
        }
    }

    private static string? UnknownIn(string text, Regex form, Func<string, bool> isKnown) =>
        form.Matches(text).Select(match => match.Groups["name"].Value).FirstOrDefault(name => !BuiltIn.Contains(name) && !isKnown(name));

    private static InaccessibleException Unknown(string variable, string source) =>
        new(FindingTable.RspamdVariableUnknown.With(("variable", variable), ("source", source)), source);

    [GeneratedRegex("""\{[=%].*?\benv(?:\.|\[\s*["'])(?<name>\w+)""", RegexOptions.CultureInvariant)]
    private static partial Regex Environments();

    [GeneratedRegex(@"\$(?:\{(?<name>[A-Z][A-Z0-9_]*)\}|(?<name>[A-Z][A-Z0-9_]*))", RegexOptions.CultureInvariant)]
    private static partial Regex Options();
}
