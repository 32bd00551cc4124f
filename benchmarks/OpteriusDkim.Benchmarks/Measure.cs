using System.Diagnostics;
using System.Globalization;

namespace OpteriusDkim;

/// <summary>Runs and times programs and command lines, and prints ratios of what was timed in the same run.</summary>
internal static class Measure
{
    /// <summary>How long something takes.</summary>
    public static TimeSpan Time(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed;
    }

    /// <summary>Runs a shell command to its end and gives what it printed.</summary>
    public static string Shell(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{command}: exit code {process.ExitCode}");
    }

    /// <summary>Runs a command line of the module; an error ends the benchmark.</summary>
    public static Outcome Run(ModuleSession session, string script, params object[] input)
    {
        var outcome = session.Run(script, input);
        return outcome.Errors.Count == 0 ? outcome : throw new InvalidOperationException(outcome.Errors[0].ToString());
    }

    /// <summary>The largest working set while something runs.</summary>
    public static long PeakOf(Action action)
    {
        GC.Collect();
        var peak = 0L;
        using var stop = new CancellationTokenSource();
        var watcher = new Thread(() =>
        {
            using var self = Process.GetCurrentProcess();
            while (!stop.IsCancellationRequested)
            {
                self.Refresh();
                peak = Math.Max(peak, self.WorkingSet64);
                Thread.Sleep(20);
            }
        });
        watcher.Start();
        action();
        stop.Cancel();
        watcher.Join();
        return peak;
    }

    /// <summary>Prints a figure.</summary>
    public static void Say(FormattableString line, FormattableString? rest = null) =>
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture) + rest?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Prints a ratio beside what it has to be.</summary>
    public static void Ratio(string what, double ratio, double bound, bool atLeast) => Say(
        $"  {what}: {ratio:0.00} ({(atLeast ? "at least" : "at most")} {bound:0.00}) ",
        $"{((atLeast ? ratio >= bound : ratio <= bound) ? "ok" : "MISSED")}");
}
