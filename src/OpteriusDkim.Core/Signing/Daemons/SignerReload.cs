using System.Runtime.InteropServices;
using OpteriusDkim.Findings;
using OpteriusDkim.Posix;

namespace OpteriusDkim.Signing.Daemons;

/// <summary>
/// Reloads a running daemon: by the configured command, by systemd if that runs the daemon, else by a signal to the
/// process in its PID file.
/// </summary>
/// <param name="command">The setting <c>signer.reload</c>, passed to <c>/bin/sh -c</c>; null if it isn't set.</param>
internal sealed class SignerReload(string? command) : ISignerReload
{
    private const string Shell = "/bin/sh";
    private const string SystemdFolder = "/run/systemd/system";

    private static readonly TimeSpan OutputTimeout = TimeSpan.FromMinutes(2);
    private static readonly string[] SystemControl = ["/usr/bin/systemctl", "/bin/systemctl"];

    public async Task ReloadAsync(SignerDaemon daemon, IProgressLog log, CancellationToken cancellation)
    {
        if (command is not null)
        {
            log.Report($"Reloading with {PrintableText.Quote(command)}.");
            await RunAsync(Shell, ["-c", command], cancellation).ConfigureAwait(false);
        }
        else if (IsRunBySystemd(daemon))
        {
            log.Report($"Reloading {daemon.Unit} with systemd.");
            await RunAsync(SystemControl.First(File.Exists), ["reload", daemon.Unit], cancellation).ConfigureAwait(false);
        }
        else
        {
            var process = SignerProcess.Of(daemon);
            log.Report($"Sending SIG{daemon.ReloadSignal} to process {process}.");
            Signal(daemon, process);
        }
    }

    /// <summary>Restarts it, so that it doesn't keep a compromised key in memory.</summary>
    /// <exception cref="InaccessibleException">Systemd doesn't run it, or fails to.</exception>
    public static async Task RestartAsync(SignerDaemon daemon, IProgressLog log, CancellationToken cancellation)
    {
        if (!IsRunBySystemd(daemon))
        {
            throw new InaccessibleException(
                FindingTable.SignerRestartUnknown.With(("program", SignerProcess.ProgramOf(daemon)), ("how", HowToRestart(daemon))),
                daemon.Type.ToString());
        }

        log.Report($"Restarting {daemon.Unit} with systemd.");
        await RunAsync(SystemControl.First(File.Exists), ["restart", daemon.Unit], cancellation).ConfigureAwait(false);
    }

    /// <summary>The command that restarts a daemon, or a shell comment with instructions.</summary>
    internal static string RestartCommand(SignerDaemon daemon) =>
        IsRunBySystemd(daemon) || SignerProcess.CommandLineOf(daemon) is null
            ? $"systemctl restart {daemon.Unit}"
            : $"# Restart {SignerProcess.ProgramOf(daemon)}: {HowToRestart(daemon)}";

    /// <summary>Instructions instead of a kill command: the process may be supervised by something else.</summary>
    private static string HowToRestart(SignerDaemon daemon)
    {
        var program = SignerProcess.ProgramOf(daemon);
        var script = File.Exists($"/etc/init.d/{program}") ? $"service {program} restart; or, if it was started by hand, " : "";
        return SignerProcess.CommandLineOf(daemon) is var (process, command)
            ? $"{script}kill {process}, then {command}."
            : $"{script}stop the {program} process if it is running, then start it.";
    }

    /// <summary>Whether systemd runs the daemon: one started by hand doesn't belong to the unit.</summary>
    private static bool IsRunBySystemd(SignerDaemon daemon)
    {
        if (!Directory.Exists(SystemdFolder) || !SystemControl.Any(File.Exists))
        {
            return false;
        }

        try
        {
            return File.ReadAllText($"/proc/{SignerProcess.Of(daemon)}/cgroup").Contains($"/{daemon.Unit}", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is InaccessibleException or IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static void Signal(SignerDaemon daemon, int process)
    {
        var number = daemon.ReloadSignal switch
        {
            "USR1" => Libc.SignalUser1,
            "HUP" when daemon.Type != SignerType.OpenDkim => Libc.SignalHangUp,
            _ => throw new InvalidOperationException($"SIG{daemon.ReloadSignal} does not reload this daemon."),
        };
        if (Libc.Kill(process, number) != 0)
        {
            throw SignerProcess.NotRunning(daemon, PosixFailure.Reason(Marshal.GetLastPInvokeError()));
        }
    }

    private static async Task RunAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        var shown = program == Shell ? arguments[^1] : string.Join(' ', [program, .. arguments]);
        SignerProgramResult? run;
        try
        {
            run = await SignerProgram.RunAsync(program, arguments, null, OutputTimeout, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Failed(shown, $"it did not finish within {OutputTimeout.TotalMinutes:0} minutes");
        }

        if (run is not { ExitCode: 0 })
        {
            throw Failed(shown, run?.Reason ?? "not found");
        }
    }

    private static InaccessibleException Failed(string shown, string reason) =>
        new(FindingTable.SignerReloadFailed.With(("command", PrintableText.Quote(shown)), ("reason", reason)), shown);
}
