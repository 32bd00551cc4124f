namespace OpteriusDkim;

/// <summary>A process that rotates a domain's key repeatedly, and is killed at a call.</summary>
internal static class RotatingProcess
{
    private const string FileCalls = "linkat,renameat2,unlinkat,mkdirat,write,fsync,syncfs,fchown,fchmod";
    private const string NetworkCalls = "connect,sendto,sendmsg,recvmsg,recvfrom";

    /// <summary>The limit of a rotation, in case the kill is never reached.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(45);

    /// <summary>The limit of a script that has to end.</summary>
    private static readonly TimeSpan LongestWhole = TimeSpan.FromMinutes(3);

    /// <summary>The file-changing and network calls of one whole rotation: the ordinals of each name on its thread.</summary>
    public static Task<ILookup<string, int>> CallsAsync(Sandbox sandbox, string domain) => CallsOfAsync(sandbox, Rotation(domain));

    /// <summary>The same of any script.</summary>
    public static async Task<ILookup<string, int>> CallsOfAsync(Sandbox sandbox, string script)
    {
        var counts = new Dictionary<(string Thread, string Name), int>();
        var calls = new List<(string Name, int Ordinal)>();
        var (code, log) = await RunAsync(sandbox, script, [], LongestWhole);
        Assert.Equal(0, code);
        foreach (var line in log)
        {
            var words = line.Split([' ', '('], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 1 && $",{FileCalls},{NetworkCalls},".Contains($",{words[1]},", StringComparison.Ordinal))
            {
                var ordinal = counts[(words[0], words[1])] = counts.GetValueOrDefault((words[0], words[1])) + 1;
                calls.Add((words[1], ordinal));
            }
        }

        return calls.ToLookup(call => call.Name, call => call.Ordinal);
    }

    /// <summary>Rotates until it is killed.</summary>
    /// <param name="call">The call before which it is killed.</param>
    /// <param name="ordinal">Which of the calls of this name on one thread.</param>
    /// <returns>Whether it was killed.</returns>
    public static Task<bool> KillAsync(Sandbox sandbox, string domain, string call, int ordinal) =>
        KillScriptAsync(sandbox, $"while ($true) {{ {Rotation(domain)} }}", call, ordinal);

    /// <summary>Runs a script until it ends or is killed.</summary>
    public static async Task<bool> KillScriptAsync(Sandbox sandbox, string script, string call, int ordinal) =>
        (await RunAsync(sandbox, script, ["-e", $"inject={call}:signal=KILL:when={ordinal}"], Longest)).ExitCode == 137;

    private static string Rotation(string domain) => $"$null = Invoke-DkimRotation {domain} -Force -Wait -Confirm:$false 2>$null 3>$null";

    private static async Task<(int ExitCode, string[] Log)> RunAsync(Sandbox sandbox, string script, string[] injection, TimeSpan longest)
    {
        using var gate = new Gate();
        using var host = Tool.Start(
            ModuleProcess.Program, ModuleProcess.Configured(sandbox, $"$null = Get-DkimKey; {gate.Script}; {script}"));
        await gate.AwaitArrivalAsync(host);
        using var strace = Tool.Start(
            "strace", ["-f", "-o", gate.Log, "-e", $"trace={FileCalls},{NetworkCalls}", .. injection, "-p", $"{host.Id}"]);
        await strace.StandardError.ReadLineAsync();
        gate.Open();
        using var limit = new CancellationTokenSource(longest);
        try
        {
            await host.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            host.Kill();
            await host.WaitForExitAsync(CancellationToken.None);
        }

        await strace.WaitForExitAsync(CancellationToken.None);
        return (host.ExitCode, await File.ReadAllLinesAsync(gate.Log));
    }
}
