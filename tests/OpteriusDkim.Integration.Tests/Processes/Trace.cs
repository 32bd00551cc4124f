using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>A command of the module under strace(1), from the moment at which its host is up.</summary>
/// <param name="Calls">Its calls on the sandbox's paths.</param>
/// <param name="Killed">Whether it was killed.</param>
/// <param name="Outcome">How it ended.</param>
internal sealed record Trace(IReadOnlyList<TracedCall> Calls, bool Killed, ToolOutcome Outcome)
{
    private const string FileCalls =
        "openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,"
        + "write,pwrite64,writev,fsync,fdatasync,ftruncate,fchown,chown,fchownat,lchown,fchmod,chmod,fchmodat,utimensat";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private static readonly Lazy<Task<string?>> Reason = new(FindReasonAsync);

    /// <summary>Skips a test where nothing can be traced.</summary>
    public static async Task RequireAsync()
    {
        var reason = await Reason.Value;
        Assert.SkipWhen(reason is not null, reason ?? "");
    }

    /// <summary>The call at which it was killed, or null.</summary>
    public TracedCall? KilledAt => Killed ? Calls.LastOrDefault(call => call.IsChange && call.Result is null or "?") : null;

    /// <summary>Runs a command.</summary>
    /// <param name="sandbox">Where it works.</param>
    /// <param name="command">The command; it has to take -WhatIf.</param>
    /// <param name="killAt">At which call it is killed, before that call does anything.</param>
    /// <param name="mask">The umask.</param>
    public static async Task<Trace> RunAsync(Sandbox sandbox, string command, TracedCall? killAt = null, string mask = "022")
    {
        using var gate = new Gate();
        using var elsewhere = new Sandbox();
        var script = $"{WarmUp(elsewhere, command)}; {gate.Script}; {DkimHost.Reporting(command)}";
        using var host = Tool.Start("sh", "-c", $"umask {mask}; exec \"$0\" \"$1\"", DkimHost.Program, DkimHost.Configured(sandbox, script));
        await gate.AwaitArrivalAsync(host);
        string[] injection = killAt is null ? [] : ["-e", $"inject={killAt.Name}:signal=KILL:when={killAt.Ordinal}"];
        using var strace = Tool.Start(
            "strace", ["-f", "-y", "-s", "64", "-o", gate.Log, "-e", "trace=" + FileCalls, .. injection, "-p", $"{host.Id}"]);
        await AwaitAttachedAsync(strace);
        gate.Open();
        var outcome = await Tool.AwaitAsync(host);
        await Tool.AwaitAsync(strace);
        return new Trace(TraceLog.Read(gate.Log, sandbox.Root), outcome.ExitCode == 137, outcome);
    }

    // What the engine and the runtime load and start at the first call is there before: so nearly all calls are the
    // module's own, and each has the same number in each run.
    private static string WarmUp(Sandbox elsewhere, string command) =>
        $"$null = New-DkimKey example.com -Algorithm Ed25519 -ConfigurationPath '{elsewhere.ConfigurationPath}' 3>$null; $null = {command} -WhatIf";

    private static async Task AwaitAttachedAsync(Process strace)
    {
        var line = await strace.StandardError.ReadLineAsync().WaitAsync(Longest);
        if (!IsAttached(line))
        {
            throw new InvalidOperationException($"strace did not attach: {line}");
        }
    }

    private static bool IsAttached(string? line) => line?.Contains("attached", StringComparison.Ordinal) == true;

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
        return IsAttached(line) ? null : $"strace may not attach to processes here: {line}";
    }
}
