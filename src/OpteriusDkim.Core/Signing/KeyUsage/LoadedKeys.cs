using System.ComponentModel;
using System.Diagnostics;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Posix;
using OpteriusDkim.Signing.Daemons;
using OpteriusDkim.Signing.OpenDkim;
using OpteriusDkim.Signing.Proof;
using OpteriusDkim.Signing.Rspamd;

namespace OpteriusDkim.Signing.KeyUsage;

/// <summary>
/// Keys that a running signer has loaded although its files no longer name them: until a reload it signs with the tables that it read.
/// A signer whose files were changed after its start is asked with test messages. Reloads leave no trace, so it is asked after one too.
/// </summary>
internal sealed class LoadedKeys(SignerSettings settings)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Refuses a key with which a signer still signs mail of the key's domain.</summary>
    /// <param name="path">The path of the key, which exists.</param>
    /// <exception cref="InUseException">It still signs with the key.</exception>
    /// <exception cref="InaccessibleException">It can't be asked.</exception>
    public void RequireNotLoaded(RecordName name, string path)
    {
        foreach (var (daemon, process, files) in Running())
        {
            // Rspamd in the foreground has no PID file.
            if (process is null || (StartOf(process.Value) is { } start && files.Any(file => IsChangedSince(file, start))))
            {
                // On a thread of the pool: the caller's is the pipeline's.
                Task.Run(() => RequireNotSigningAsync(daemon, process, name, path)).GetAwaiter().GetResult();
            }
        }
    }

    private static async Task RequireNotSigningAsync(SignerDaemon daemon, int? process, RecordName name, string path)
    {
        var messages = new MailOriginTest(daemon, MailSubmission.Unknown, triesAll: true)
            .MessagesFor(name.Domain, TimeProvider.System.GetUtcNow()).ToArray();
        var signer = daemon.Type.ProductName() + (process is null ? "" : $" (process {process})");
        var reload = process is null ? $"systemctl reload {daemon.Unit}" : $"kill -{daemon.ReloadSignal} {process}";
        DkimFinding? silent = null;
        foreach (var endpoint in SigningEndpoints.Of(daemon, Timeout).Where(place => place.Name != ISigningEndpoint.Configuration))
        {
            var results = (await endpoint.TryAsync(messages, CancellationToken.None).ConfigureAwait(false)).OfType<ProbeResult>().ToArray();
            if (results.Any(result => IsSignedWith(name, result)))
            {
                throw new InUseException(
                    FindingTable.KeyStillLoaded.With(("signer", signer), ("name", name), ("reload", reload)), path);
            }

            silent ??= results.Where(result => result.Outcome == DkimSigningOutcome.Unreachable)
                .SelectMany(result => result.Findings)
                .FirstOrDefault();
        }

        if (silent is not null && process is not null)
        {
            throw new InaccessibleException(
                FindingTable.LoadedKeyUnknown.With(("signer", signer), ("name", name), ("problem", silent.Message.TrimEnd('.'))), path);
        }
    }

    private static bool IsSignedWith(RecordName name, ProbeResult result) => result.Message.ValuesOf(DkimSignature.HeaderName)
        .Select(DkimSignature.Parse)
        .Any(signature => signature.Domain == name.Domain && signature.Selector == name.Selector);

    private IEnumerable<(SignerDaemon Daemon, int? Process, IEnumerable<string> Files)> Running() => [.. OfOpenDkim(), .. OfRspamd()];

    private IEnumerable<(SignerDaemon, int?, IEnumerable<string>)> OfOpenDkim()
    {
        var path = settings.OpenDkimConfigurationPath;
        foreach (var process in OpenDkimProcess.Running().Where(process => process.Reads(path)).DistinctBy(Socket))
        {
            string[] sockets = Socket(process) is { } socket ? [socket] : [.. SocketsOf(SignerType.OpenDkim)];
            var reader = new OpenDkimReader(path, sockets, new OpenDkimFeatures());
            yield return (reader.ReadDaemon(), process.Id, [path, .. reader.Paths()]);
        }

        static string? Socket(OpenDkimProcess process) => process.Options.GetValueOrDefault('p');
    }

    private IEnumerable<(SignerDaemon, int?, IEnumerable<string>)> OfRspamd()
    {
        var folder = settings.RspamdFolder;
        var path = Path.Combine(folder, "rspamd.conf");
        if (!File.Exists(path))
        {
            yield break;
        }

        var configuration = RspamdDump.Read(folder, new RspamdProgram());
        var daemon = RspamdSigner.DaemonOf(path, SocketsOf(SignerType.Rspamd), configuration);
        string[] folders = [Path.Combine(folder, "local.d"), Path.Combine(folder, "override.d")];
        yield return (
            daemon, SignerProcess.Find(daemon), [path, .. folders.Where(Directory.Exists).SelectMany(Directory.EnumerateFiles)]);
    }

    private IReadOnlyList<string> SocketsOf(SignerType signer) => settings.Signer == signer ? settings.Sockets : [];

    /// <summary>When a process was started, in UTC; null if it has ended.</summary>
    private static DateTime? StartOf(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.StartTime.ToUniversalTime();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>By the time of the change of the inode: a file that was moved here keeps the time of its last modification.</summary>
    private static bool IsChangedSince(string path, DateTime start)
    {
        const int ClockTicks = 1;
        return !File.Exists(path) || FileVersion.Of(path).ChangedSeconds + ClockTicks >= new DateTimeOffset(start).ToUnixTimeSeconds();
    }
}
