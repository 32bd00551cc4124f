using System.Diagnostics;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// Rspamd's configuration as <c>rspamadm configdump</c> printed it; asked again when a file of the configuration has changed.
/// </summary>
internal static class RspamdDump
{
    /// <summary>What the files don't show, such as an environment variable, is seen after this time.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static readonly object Gate = new();
    private static readonly Dictionary<string, (SignerFiles Files, long Since, RspamdConfiguration Configuration)> Known = new(
        StringComparer.Ordinal);

    /// <summary>Reads the configuration.</summary>
    /// <param name="folder">The folder of rspamd.conf.</param>
    /// <param name="program">Rspamd's own programs.</param>
    /// <exception cref="InaccessibleException">It can't be established.</exception>
    public static RspamdConfiguration Read(string folder, RspamdProgram program)
    {
        lock (Gate)
        {
            var key = $"{program.Administration}\n{folder}";
            if (Known.TryGetValue(key, out var known) && Stopwatch.GetElapsedTime(known.Since) < Longest && !known.Files.HaveChanged)
            {
                return known.Configuration;
            }

            Known.Remove(key);
            var files = new SignerFiles();
            _ = new RspamdConfigurationFiles(folder, files);
            files.Watch(program.Administration);
            var since = Stopwatch.GetTimestamp();
            var configuration = program.Read(Path.Combine(folder, "rspamd.conf"), folder);
            Known[key] = (files, since, configuration);
            return configuration;
        }
    }
}
