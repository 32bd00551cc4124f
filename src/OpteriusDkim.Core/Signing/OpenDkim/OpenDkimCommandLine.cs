using System.Globalization;
using System.Text;
using OpteriusDkim.Findings;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.Postfix;

namespace OpteriusDkim.Signing.OpenDkim;

/// <summary>
/// Whether the running daemon reads the configuration and does what it says: its command line can name another file, and its options
/// override directives (opendkim(8), OPERATION).
/// </summary>
internal static class OpenDkimCommandLine
{
    private const int LongestPid = 64;

    /// <summary>Options that hold until the daemon reads its configuration again.</summary>
    private static readonly (char Option, string Directive, string? Default)[] UntilReload =
    [
        ('b', "Mode", "sv"), ('d', "Domain", null), ('D', "SubDomains", null), ('k', "KeyFile", null), ('o', "OmitHeaders", null),
        ('s', "Selector", null), ('S', "SignatureAlgorithm", OpenDkimKeyRules.DefaultAlgorithm),
    ];

    /// <summary>What is different in the running daemon.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="daemon">The daemon by it.</param>
    public static IReadOnlyList<DkimFinding> ProblemsOf(OpenDkimConfiguration configuration, SignerDaemon daemon)
    {
        OpenDkimProcess[] running = [.. OpenDkimProcess.Running()];
        OpenDkimProcess[] own = [.. running.Where(process => process.Reads(daemon.ConfigurationPath))];
        return own.Length > 0
            ? [.. own.Select(process => Overriding(process, configuration, daemon)).OfType<DkimFinding>().Take(1)]
            : [.. running.Where(process => IsMeant(process, daemon)).Take(1).Select(process => FindingTable.SignerReadsOtherFile.With(
                ("process", process.Id),
                ("running", PrintableText.Clean(process.ConfigurationPath)),
                ("path", daemon.ConfigurationPath)))];
    }

    private static DkimFinding? Overriding(OpenDkimProcess process, OpenDkimConfiguration configuration, SignerDaemon daemon)
    {
        var options = UntilReload
            .Where(pair => Overrides(process, pair.Option, configuration.ValueOf(pair.Directive) ?? pair.Default))
            .Select(pair => $"-{pair.Option} {process.Options[pair.Option]}".TrimEnd()).ToList();
        var until = options.Count == 0 ? "" : " (until it is reloaded, apart from -p)";
        var isElsewhere = process.Options.TryGetValue('p', out var socket) && !daemon.Sockets.Any(other => IsSame(other, socket));
        if (isElsewhere)
        {
            options.Add($"-p {socket}");
        }

        return options.Count == 0
            ? null
            : FindingTable.SignerOptionsOverride.With(
                ("process", process.Id),
                ("path", daemon.ConfigurationPath),
                ("options", PrintableText.Clean(string.Join(' ', options))),
                ("until", until),
                ("socket", isElsewhere
                    ? $" For the socket alone: Set-DkimConfiguration signer.sockets {PrintableText.Clean(socket!)}"
                    : ""));
    }

    /// <summary>Whether an option says something else than its directive. The daemon ignores <c>-k</c> beside a KeyFile.</summary>
    private static bool Overrides(OpenDkimProcess process, char option, string? written) =>
        process.Options.TryGetValue(option, out var given)
            && option switch
            {
                'D' => written is not ['y' or 'Y' or 't' or 'T' or '1', ..],
                'k' => written is null,
                _ => given != written,
            };

    /// <summary>
    /// Whether a process with another configuration is the daemon that this one is meant for: by its number, its socket, or as the host's.
    /// </summary>
    private static bool IsMeant(OpenDkimProcess process, SignerDaemon daemon) =>
        NumberIn(daemon.PidFile) == process.Id
            || (SocketOf(process) is { } socket && daemon.Sockets.Any(other => IsSame(other, socket)))
            || (process.IsOfSystem && ResolvedPath.Of(daemon.ConfigurationPath) == ResolvedPath.Of(OpenDkimConfiguration.DefaultPath));

    private static int? NumberIn(string? pidFile)
    {
        try
        {
            return pidFile is not null && Descriptor.ReadAll(pidFile, LongestPid) is { } bytes
                && int.TryParse(Encoding.ASCII.GetString(bytes).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                    ? id
                    : null;
        }
        catch (InaccessibleException)
        {
            return null;
        }
    }

    private static string? SocketOf(OpenDkimProcess process)
    {
        try
        {
            return process.Options.GetValueOrDefault('p') ?? OpenDkimConfiguration.Read(process.ConfigurationPath).ValueOf("Socket");
        }
        catch (InaccessibleException)
        {
            return null;
        }
    }

    private static bool IsSame(string one, string other)
    {
        var (first, second) = (MilterSocket.Parse(one), MilterSocket.Parse(other));
        return first.FileFor("/", isChrooted: false) == second.FileFor("/", isChrooted: false)
            && (first.Host, first.Port) == (second.Host, second.Port);
    }
}
