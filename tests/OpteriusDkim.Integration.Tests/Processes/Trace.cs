using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>A command of the module under strace(1), traced once its host has started.</summary>
/// <param name="Calls">Its calls on the sandbox's paths.</param>
/// <param name="Killed">Whether it was killed.</param>
internal sealed record Trace(IReadOnlyList<TracedCall> Calls, bool Killed, ToolOutcome Outcome)
{
    private const string FileCalls =
        "openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,"
        + "write,pwrite64,writev,fsync,syncfs,fdatasync,ftruncate,fchown,chown,fchownat,lchown,fchmod,chmod,fchmodat,utimensat";

    private static readonly Lazy<Task<string?>> Reason = new(FindReasonAsync);

    /// <summary>Skips a test if tracing is not possible.</summary>
    public static async Task RequireAsync()
    {
        var reason = await Reason.Value;
        Assert.SkipWhen(reason is not null, reason ?? "");
    }

    /// <param name="killAfter">The call after which it is killed; null to let it end.</param>
    public static async Task<Trace> RunAsync(Sandbox sandbox, string command, KillPoint? killAfter = null, string mask = "022")
    {
        using var gate = new Gate();
        var script = ModuleProcess.Configured(sandbox, $"{gate.Script}; {ModuleProcess.Reporting(command)}");

        // pwsh without the launcher's script starts a fifth faster, and a series of kills starts it once for each kill.
        using var host = Tool.Start(
            "sh",
            "-c",
            $"umask {mask}; exec \"$0\" --pwsh -NoProfile -NonInteractive -Command \"$1\"",
            ModuleProcess.Program,
            $"Import-Module '{Repository.Root}/OpteriusDkim.psd1'; {script}");
        await gate.AwaitArrivalAsync(host);
        using var attached =
            await AttachedTrace.BeginAsync(host, FileCalls, sandbox.Root, killAfter?.Name, killAfter is null ? null : killAfter.IsReached);
        gate.Open();
        var outcome = await Tool.AwaitAsync(host);
        return new Trace((await attached.EndAsync()).Calls, outcome.ExitCode == 137, outcome);
    }

    private static async Task<string?> FindReasonAsync()
    {
        if (!Tool.Exists("strace"))
        {
            return "strace is not installed";
        }

        using var sleeper = Tool.Start("sleep", "60");
        using var strace = Tool.Start("strace", "-p", $"{sleeper.Id}", "-e", "trace=none");
        var line = await strace.StandardError.ReadLineAsync();
        sleeper.Kill();
        await Tool.AwaitAsync(strace);
        return AttachedTrace.IsAttached(line) ? null : $"strace may not attach to processes here: {line}";
    }
}
