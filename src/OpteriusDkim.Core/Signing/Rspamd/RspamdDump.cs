using System.Diagnostics;
using OpteriusDkim.Signing.KeyUsage;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>
/// Caches Rspamd's configuration from <c>rspamadm configdump</c> until a file of the configuration changes.
/// </summary>
internal static class RspamdDump
{
    /// <summary>Changes that the files don't show, for example of environment variables, are detected after this time.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private static readonly object Gate = new();
    private static readonly Dictionary<string, (SignerFiles Files, long Since, RspamdConfiguration Configuration)> Cache = new(
        StringComparer.Ordinal);

    /// <param name="folder">The folder of rspamd.conf.</param>
    /// <exception cref="InaccessibleException">The configuration can't be determined.</exception>
    public static RspamdConfiguration Read(string folder, RspamdProgram program)
    {
        lock (Gate)
        {
            var key = $"{program.Administration}\n{folder}";
            if (Cache.TryGetValue(key, out var known) && Stopwatch.GetElapsedTime(known.Since) < Lifetime && !known.Files.HaveChanged)
            {
                return known.Configuration;
            }

            Cache.Remove(key);
            var files = new SignerFiles();
            _ = new RspamdConfigurationFiles(folder, files);
            files.Watch(program.Administration);
            var since = Stopwatch.GetTimestamp();
            var configuration = program.Read(Path.Combine(folder, "rspamd.conf"), folder);
            Cache[key] = (files, since, configuration);
            return configuration;
        }
    }
}
