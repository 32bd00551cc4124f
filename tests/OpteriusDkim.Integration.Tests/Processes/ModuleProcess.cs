using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>The module in pwsh, in a process of its own: <c>./dkim 'COMMAND'</c>.</summary>
internal static class ModuleProcess
{
    /// <summary>What a line begins with that names an error.</summary>
    public const string ErrorMark = "ERROR-ID ";

    private static readonly Lazy<string> Launcher = new(BuildOnce);

    /// <summary>The launcher. It becomes pwsh, so that the process id stays.</summary>
    public static string Program => Launcher.Value;

    /// <summary>Runs a command with a sandbox's configuration and waits for it.</summary>
    /// <param name="command">The command; its errors are reported by their ids.</param>
    public static async Task<ToolOutcome> RunAsync(Sandbox sandbox, string command)
    {
        using var process = Start(sandbox, command);
        return await Tool.AwaitAsync(process);
    }

    /// <summary>Starts a command with a sandbox's configuration.</summary>
    public static Process Start(Sandbox sandbox, string command) => Tool.Start(Program, Configured(sandbox, Reporting(command)));

    /// <summary>A script that uses a sandbox's configuration and is in its folder.</summary>
    public static string Configured(Sandbox sandbox, string script) =>
        $"$PSDefaultParameterValues = @{{ '*-Dkim*:ConfigurationPath' = '{sandbox.ConfigurationPath}' }}; "
        + $"$null = $ExecutionContext.SessionState.Path.SetLocation('{sandbox.Root}'); {script}";

    /// <summary>A script that prints the id of each error, in whatever form errors are shown.</summary>
    public static string Reporting(string command) =>
        $"$Error.Clear(); try {{ & {{ {command} }} 2>$null }} catch {{ }}; "
        + $"foreach ($failure in $Error) {{ \"{ErrorMark}$($failure.FullyQualifiedErrorId)\" }}";

    /// <summary>Has the launcher build before the first test uses what it builds.</summary>
    private static string BuildOnce()
    {
        // Otherwise each process writes a profile of its start, 30,000 times a few bytes, and a traced one stops at each of them.
        Environment.SetEnvironmentVariable("DOTNET_MultiCoreJitMinNumCpus", "FF");
        var launcher = Path.Combine(Repository.Root, "dkim");
        using var process = Tool.Start(launcher, "1");
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? launcher : throw new InvalidOperationException($"./dkim failed: {error}");
    }
}
