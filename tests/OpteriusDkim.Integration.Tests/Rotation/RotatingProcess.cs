namespace OpteriusDkim;

/// <summary>A process that rotates a domain's key again and again, and is killed after a call.</summary>
internal static class RotatingProcess
{
    private const string Calls = "linkat,renameat2,unlinkat,mkdirat,write,fsync,fchown,fchmod,connect,sendto,sendmsg";

    /// <summary>The file-changing and network calls of one whole rotation: how many of each name.</summary>
    /// <param name="sandbox">Where it works.</param>
    /// <param name="domain">The domain.</param>
    public static async Task<IReadOnlyDictionary<string, int>> CallsAsync(Sandbox sandbox, string domain)
    {
        var (code, log) = await RunAsync(sandbox, Rotation(domain), null, null);
        Assert.Equal(0, code);
        return log.Names.CountBy(name => name).ToDictionary();
    }

    /// <summary>Rotates until it is killed.</summary>
    /// <param name="sandbox">Where it works.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="call">The call after which it is killed.</param>
    /// <param name="ordinal">Which of the calls of this name, from 1.</param>
    public static async Task KillAsync(Sandbox sandbox, string domain, string call, int ordinal)
    {
        var stops = 0;
        var (code, _) = await RunAsync(sandbox, $"while ($true) {{ {Rotation(domain)} }}", call, _ => ++stops == ordinal);
        Assert.Equal(137, code);
    }

    private static string Rotation(string domain) => $"$null = Invoke-DkimRotation {domain} -Force -Wait -Confirm:$false 2>$null 3>$null";

    private static async Task<(int ExitCode, TraceLog Log)> RunAsync(Sandbox sandbox, string script, string? stopAfter, Func<TraceLog, bool>? isReached)
    {
        using var gate = new Gate();
        using var host = Tool.Start(DkimHost.Program, DkimHost.Configured(sandbox, $"$null = Get-DkimKey; {gate.Script}; {script}"));
        await gate.AwaitArrivalAsync(host);
        using var attached = await AttachedTrace.BeginAsync(host, Calls, sandbox.Root, stopAfter, isReached);
        gate.Open();
        var outcome = await Tool.AwaitAsync(host);
        return (outcome.ExitCode, await attached.EndAsync());
    }
}
