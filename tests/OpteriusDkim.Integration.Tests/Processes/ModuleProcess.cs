using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>The module in a separate pwsh process: <c>./dkim 'COMMAND'</c>.</summary>
internal static class ModuleProcess
{
    /// <summary>The prefix of a line that names an error.</summary>
    public const string ErrorMark = "ERROR-ID ";

    private static readonly Lazy<string> Launcher = new(BuildOnce);

    /// <summary>The launcher. It replaces itself with pwsh, so the process id is kept.</summary>
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

    /// <summary>A script that uses a sandbox's configuration and runs in its folder.</summary>
    public static string Configured(Sandbox sandbox, string script) =>
        $"$PSDefaultParameterValues = @{{ '*-Dkim*:ConfigurationPath' = '{sandbox.ConfigurationPath}' }}; "
        + $"$null = $ExecutionContext.SessionState.Path.SetLocation('{sandbox.Root}'); {script}";

    /// <summary>A script that prints the id of each error, independent of the error view.</summary>
    public static string Reporting(string command) =>
        $"$Error.Clear(); try {{ & {{ {command} }} 2>$null }} catch {{ }}; "
        + $"foreach ($failure in $Error) {{ \"{ErrorMark}$($failure.FullyQualifiedErrorId)\" }}";

    /// <summary>Builds the launcher before the first test uses it.</summary>
    private static string BuildOnce()
    {
        // Otherwise each process writes a startup profile in 30,000 small writes, and a traced one stops at each.
        Environment.SetEnvironmentVariable("DOTNET_MultiCoreJitMinNumCpus", "FF");
        var launcher = Path.Combine(Repository.Root, "dkim");
        using var process = Tool.Start(launcher, "1");
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? launcher : throw new InvalidOperationException($"./dkim failed: {error}");
    }
}
