using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>Runs programs of the system.</summary>
internal static class Tool
{
    private static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Whether a program exists.</summary>
    public static bool Exists(string program) => Find(program) is not null;

    /// <summary>Runs a program and waits for it.</summary>
    /// <param name="program">Its path, or its name if it is in one of the usual folders.</param>
    public static async Task<ToolOutcome> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        return await AwaitAsync(process);
    }

    /// <summary>Starts a program; both its streams can be read.</summary>
    public static Process Start(string program, params string[] arguments) => Start(program, arguments, []);

    /// <summary>Starts a program with additional environment variables.</summary>
    /// <param name="environment">Variables; null removes one.</param>
    public static Process Start(string program, string[] arguments, IEnumerable<(string Name, string? Value)> environment)
    {
        var start = new ProcessStartInfo(Find(program) ?? program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Waits for a program and reads its output.</summary>
    public static async Task<ToolOutcome> AwaitAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var tooLong = new CancellationTokenSource(Longest);
        try
        {
            await process.WaitForExitAsync(tooLong.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"{process.StartInfo.FileName} is still running after {Longest}.");
        }

        return new ToolOutcome(process.ExitCode, await output, await error);
    }

    private static string? Find(string program) =>
        Folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
