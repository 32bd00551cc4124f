using System.Diagnostics;
using System.Globalization;

namespace OpteriusDkim;

/// <summary>Redis on loopback, with a password and nothing on disk.</summary>
internal sealed class RedisHost : IDisposable
{
    public const string Password = "a-secret-of-redis";

    private readonly Process process;

    private RedisHost(Process process, int port)
    {
        this.process = process;
        Port = port;
    }

    /// <summary>Why it isn't available, or null.</summary>
    public static string? Missing =>
        File.Exists("/usr/bin/redis-server") && File.Exists("/usr/bin/redis-cli") ? null : "Redis is not installed (Debian's redis-server)";

    public int Port { get; }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public static async Task<RedisHost> StartAsync()
    {
        var port = FreePort.Next();
        var process = Tool.Start(
            "redis-server", "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly",
            "no", "--requirepass", Password);
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var host = new RedisHost(process, port);
        var since = Stopwatch.StartNew();
        while (await host.AskAsync("PING") != "PONG")
        {
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(30) && !process.HasExited, "Redis does not answer.");
            await Task.Delay(20);
        }

        return host;
    }

    /// <summary>Runs a command and returns Redis's answer.</summary>
    public async Task<string> AskAsync(params string[] command) => (await Tool.RunAsync(
        "redis-cli",
        ["-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "--no-auth-warning", "-a", Password, .. command])).Output
            .Trim();

    public void Stop()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    public void Dispose()
    {
        Stop();
        process.Dispose();
    }
}
