using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>
/// strace(1) attached to a process, which it can stop after each call of one name. The calls so far, of all threads, decide
/// whether the process is killed there or continued: that depends neither on load nor on the thread that makes a call.
/// </summary>
internal sealed partial class AttachedTrace : IDisposable
{
    private const int Continue = 18; // SIGCONT

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Process host;
    private readonly Process strace;
    private readonly TraceLog log;
    private readonly Func<TraceLog, bool>? isReached;
    private readonly Dictionary<int, HashSet<int>> stopped = [];
    private Task reading = Task.CompletedTask;

    private AttachedTrace(Process host, Process strace, string root, Func<TraceLog, bool>? isReached)
    {
        this.host = host;
        this.strace = strace;
        this.isReached = isReached;
        log = new TraceLog(root);
    }

    /// <summary>Attaches to a process.</summary>
    /// <param name="calls">The names of the traced calls, separated by commas.</param>
    /// <param name="root">The folder on whose files the calls count.</param>
    /// <param name="stopAfter">The name of the calls after which the process stops; null for none.</param>
    /// <param name="isReached">Decides from the calls so far whether to kill the process; called once for each stop.</param>
    public static async Task<AttachedTrace> BeginAsync(
        Process host, string calls, string root, string? stopAfter = null, Func<TraceLog, bool>? isReached = null)
    {
        string[] injection = stopAfter is null ? [] : ["-e", $"inject={stopAfter}:signal=STOP"];
        var strace = Tool.Start(
            "strace",
            ["-f", "-b", "execve", "-y", "-s", "64", "-o", "/dev/stderr", "-e", "trace=" + calls, .. injection, "-p", $"{host.Id}"]);
        var trace = new AttachedTrace(host, strace, root, isReached);
        var line = await strace.StandardError.ReadLineAsync().WaitAsync(Longest);
        if (!IsAttached(line))
        {
            trace.Dispose();
            throw new InvalidOperationException($"strace did not attach: {line}");
        }

        trace.reading = trace.ReadAsync();
        return trace;
    }

    /// <summary>Whether a line of strace says that it is attached.</summary>
    public static bool IsAttached(string? line) => line?.Contains("attached", StringComparison.Ordinal) == true;

    /// <summary>Waits for the end of the process.</summary>
    /// <returns>Its calls.</returns>
    public async Task<TraceLog> EndAsync()
    {
        await reading.WaitAsync(Longest);
        await strace.WaitForExitAsync();
        return log;
    }

    public void Dispose() => strace.Dispose();

    private async Task ReadAsync()
    {
        while (await strace.StandardError.ReadLineAsync() is { } line)
        {
            log.Add(line);
            if (Stopped().Match(line) is { Success: true } stop)
            {
                Note(int.Parse(stop.Groups["thread"].Value, CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>
    /// Decides once all threads of the process have stopped: all of their calls are in the log, and no second
    /// stop is pending that continuing would cancel.
    /// </summary>
    private void Note(int thread)
    {
        var process = ProcessOf(thread);
        var threads = stopped.TryGetValue(process, out var known) ? known : stopped[process] = [];
        threads.Add(thread);
        if (!Directory.Exists($"/proc/{process}/task") || threads.Count < Directory.GetDirectories($"/proc/{process}/task").Length)
        {
            return;
        }

        threads.Clear();
        if (isReached!(log))
        {
            host.Kill();
        }
        else
        {
            _ = Libc.Kill(process, Continue);
        }
    }

    /// <summary>The process of a thread: the host, or a program that it runs.</summary>
    private int ProcessOf(int thread) => Directory.Exists($"/proc/{host.Id}/task/{thread}") ? host.Id : thread;

    [GeneratedRegex(@"^(?<thread>\d+) +--- stopped by SIGSTOP ---", RegexOptions.CultureInvariant)]
    private static partial Regex Stopped();
}
