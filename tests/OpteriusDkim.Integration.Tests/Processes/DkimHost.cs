using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>The module in a process of its own: <c>dkim-host 'COMMAND LINE'</c>.</summary>
internal static class DkimHost
{
    /// <summary>What a line begins with that names an error.</summary>
    public const string ErrorMark = "ERROR-ID ";

    private static readonly Lazy<string> Executable = new(Choose);

    /// <summary>The host's executable.</summary>
    public static string Program => Executable.Value;

    /// <summary>Runs a command with a sandbox's configuration and waits for it.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="command">The command; its errors are reported by their ids.</param>
    public static async Task<ToolOutcome> RunAsync(Sandbox sandbox, string command)
    {
        using var process = Start(sandbox, command);
        return await Tool.AwaitAsync(process);
    }

    /// <summary>Starts a command with a sandbox's configuration.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="command">The command.</param>
    public static Process Start(Sandbox sandbox, string command) => Tool.Start(Program, Configured(sandbox, Reporting(command)));

    /// <summary>A script that uses a sandbox's configuration and is in its folder.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="script">The script.</param>
    public static string Configured(Sandbox sandbox, string script) =>
        $"$PSDefaultParameterValues = @{{ '*-Dkim*:ConfigurationPath' = '{sandbox.ConfigurationPath}' }}; "
        + $"$null = $ExecutionContext.SessionState.Path.SetLocation('{sandbox.Root}'); {script}";

    /// <summary>A script that prints the id of each error, in whatever form the host shows errors.</summary>
    /// <param name="command">The command.</param>
    public static string Reporting(string command) =>
        $"$Error.Clear(); try {{ & {{ {command} }} 2>$null }} catch {{ }}; "
        + $"foreach ($failure in $Error) {{ \"{ErrorMark}$($failure.FullyQualifiedErrorId)\" }}";

    /// <summary>
    /// What ./dkim compiles ahead is up in a third of the time. It is asked to build now, so that it doesn't while a
    /// test uses what it built; where it can't, there is the one of the ordinary build.
    /// </summary>
    private static string Choose()
    {
        using var launcher = Tool.Start(Path.Combine(Repository.Root, "dkim"), "--help");
        launcher.StandardOutput.ReadToEnd();
        launcher.WaitForExit();
        return launcher.ExitCode == 0
            ? Path.Combine(Repository.Root, ".build", "host", "dkim-host")
            : Path.Combine(Repository.Root, "src", "OpteriusDkim.Host", "bin", "Release", "net10.0", "dkim-host");
    }
}
