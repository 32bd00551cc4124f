using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>A tmux terminal of 80 columns and 24 lines that runs a shell command.</summary>
internal sealed class TmuxTerminal : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly string server = $"dkim-{Guid.NewGuid():N}";

    private TmuxTerminal()
    {
    }

    /// <summary>Starts the command; skips the test if there is no tmux.</summary>
    public static async Task<TmuxTerminal> StartAsync(string command)
    {
        Assert.SkipUnless(Tool.Exists("tmux"), "tmux is not installed");
        var terminal = new TmuxTerminal();
        await terminal.RunAsync("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", command);
        return terminal;
    }

    /// <summary>Sends keys by tmux's names, or text.</summary>
    public Task<string> TypeAsync(params string[] keys) => RunAsync(["send-keys", .. keys]);

    /// <summary>Waits until the screen shows the text.</summary>
    public async Task AwaitAsync(string text)
    {
        var since = Stopwatch.StartNew();
        var screen = "";
        while (!screen.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(since.Elapsed < Longest, $"'{text}' is not on the screen:\n{screen}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
            screen = await RunAsync("capture-pane", "-p");
        }
    }

    public async ValueTask DisposeAsync() => await RunAsync("kill-server");

    private async Task<string> RunAsync(params string[] arguments) => (await Tool.RunAsync("tmux", ["-L", server, .. arguments])).Output;
}
