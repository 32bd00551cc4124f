using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace OpteriusDkim;

/// <summary>One call of ./dkim, as from a shell.</summary>
internal sealed class LauncherCall : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private readonly Process process;

    private LauncherCall(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        process = Process.Start(start)!;
    }

    public static string Launcher => Path.Combine(Repository.Root, "dkim");

    /// <summary>Runs it to its end.</summary>
    public static Task<LauncherResult> RunAsync(params string[] arguments) => RunAsync(Prepare(arguments));

    public static async Task<LauncherResult> RunAsync(ProcessStartInfo start)
    {
        using var call = new LauncherCall(start);
        return await call.EndAsync();
    }

    /// <summary>Starts it.</summary>
    public static LauncherCall Start(ProcessStartInfo start) => new(start);

    /// <summary>A call whose folder and environment can still be set.</summary>
    public static ProcessStartInfo Prepare(params string[] arguments) => new(Launcher, arguments);

    /// <summary>Runs a shell command on a new terminal; standard output is the terminal's content.</summary>
    public static ProcessStartInfo PrepareOnTerminal(string line)
    {
        const string Script = "/usr/bin/script";
        Assert.SkipUnless(File.Exists(Script), "There is no script(1) to make a terminal with (Debian's util-linux).");
        var start = new ProcessStartInfo(Script, ["-qec", line, "/dev/null"]);
        start.Environment["TERM"] = "xterm";
        start.Environment.Remove("NO_COLOR");
        start.Environment["DKIM"] = Launcher;
        return start;
    }

    /// <summary>Waits until it has written the text.</summary>
    public async Task<string> ReadToAsync(string expected)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Timeout);
        var read = new StringBuilder();
        var buffer = new char[1];
        while (!read.ToString().EndsWith(expected, StringComparison.Ordinal)
            && await process.StandardOutput.ReadAsync(buffer, limit.Token) > 0)
        {
            read.Append(buffer[0]);
        }

        return read.ToString();
    }

    public void Send(PosixSignal signal)
    {
        var name = signal == PosixSignal.SIGINT ? "INT" : "TERM";
        using var kill = Process.Start("kill", ["-s", name, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Sends a signal, and waits for the end.</summary>
    /// <returns>How it ended, and how long after the signal.</returns>
    public async Task<(LauncherResult Result, TimeSpan Took)> EndByAsync(PosixSignal signal)
    {
        var watch = Stopwatch.StartNew();
        Send(signal);
        var result = await EndAsync();
        return (result, watch.Elapsed);
    }

    /// <summary>Waits for the end, and reads the remaining output.</summary>
    public async Task<LauncherResult> EndAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Timeout);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return new LauncherResult(process.ExitCode, await output, await error);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}
