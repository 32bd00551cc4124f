using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace OpteriusDkim;

/// <summary>A script in a process of its own, so that its memory is its own.</summary>
/// <param name="Lines">What it printed: lines with times, and the peak of its memory.</param>
internal sealed record ChildRun(IReadOnlyList<string> Lines)
{
    private const string Beginning = "BEGIN";
    private const string Ending = "END";
    private const string Peak = "VmHWM:";

    /// <summary>The most memory.</summary>
    public double Megabytes => double.Parse(
        Lines.First(line => line.StartsWith(Peak, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;

    /// <summary>The time of the script, without that of the engine's start.</summary>
    public TimeSpan Time => At(Ending) - At(Beginning);

    /// <summary>Runs a script.</summary>
    /// <param name="configuration">The module's configuration; empty for the engine without the module.</param>
    /// <param name="script">The script, in which CONFIGURATION stands for the path.</param>
    public static ChildRun Of(string configuration, string script)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, ["child", configuration, script]) { RedirectStandardOutput = true })!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n');
        process.WaitForExit();
        return process.ExitCode == 0 ? new ChildRun(lines) : throw new InvalidOperationException(string.Join('\n', lines));
    }

    /// <summary>What the child does: prints each line of the script's output with the time, then the peak of its memory.</summary>
    public static int Play(string configuration, string script)
    {
        var state = InitialSessionState.CreateDefault2();
        if (configuration.Length > 0)
        {
            state.ImportPSModule([Repository.Manifest]);
        }

        using var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        using var shell = PowerShell.Create();
        shell.Runspace = runspace;
        using var output = new PSDataCollection<PSObject>();
        output.DataAdded += (_, added) => Say(output[added.Index].ToString());
        shell.Streams.Verbose.DataAdded += (_, added) => Say(shell.Streams.Verbose[added.Index].Message);
        Say(Beginning);
        shell.AddScript(script.Replace("CONFIGURATION", configuration, StringComparison.Ordinal))
            .Invoke<PSObject, PSObject>(null, output, null);
        Say(Ending);
        foreach (var error in shell.Streams.Error.Take(3))
        {
            Say(error.ToString());
        }

        Console.WriteLine(File.ReadLines("/proc/self/status").First(line => line.StartsWith(Peak, StringComparison.Ordinal)));
        return shell.HadErrors ? 1 : 0;

        static void Say(string line) => Console.WriteLine($"{DateTime.UtcNow.Ticks} {line}");
    }

    /// <summary>When the first line with a text was printed.</summary>
    public TimeSpan At(string text) => TimeSpan.FromTicks(long.Parse(
        Lines.First(line => line.Contains(text, StringComparison.Ordinal)).Split(' ')[0], CultureInfo.InvariantCulture));

    /// <summary>The number in the line that begins with a word.</summary>
    public int NumberOf(string word) => int.Parse(
        Lines.First(line => line.Contains($" {word} ", StringComparison.Ordinal)).Split(' ')[2], CultureInfo.InvariantCulture);
}
