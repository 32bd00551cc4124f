using System.Diagnostics;
using System.Globalization;

namespace OpteriusDkim;

/// <summary>Rspamd with its own folder of configuration in a sandbox, and nothing but dkim_signing at work.</summary>
internal sealed class RspamdHost : IDisposable
{
    private readonly Sandbox sandbox;
    private readonly int port = NameServer.FreePort();
    private Process? process;

    public RspamdHost(Sandbox sandbox)
    {
        this.sandbox = sandbox;
        foreach (var name in new[] { "local.d", "override.d", "db", "run" })
        {
            Directory.CreateDirectory(In(name));
        }

        File.SetUnixFileMode(In("db"), (UnixFileMode)0x1FF);
        File.SetUnixFileMode(In("run"), (UnixFileMode)0x1FF);

        // A short list of suffixes: compiling the whole one takes half a minute.
        File.WriteAllText(In("suffixes"), "com\nuk\nco.uk\n");
        File.WriteAllText(Configuration, $$"""
            options {
              filters = "dkim"; pidfile = "{{In("run", "rspamd.pid")}}"; control_socket = "{{In("run", "control.sock")}} mode=0600";
              url_tld = "{{In("suffixes")}}";
              dns { nameserver = "127.0.0.1:9"; timeout = 0.1s; retransmits = 1; }
            }
            logging { type = "console"; level = "error"; }
            worker "normal" { bind_socket = "127.0.0.1:{{port}}"; count = 1; }
            modules { path = "/usr/share/rspamd/plugins/dkim_signing.lua"; }
            lua = "$RULESDIR/rspamd.lua";
            dkim { }
            .include "$CONFDIR/modules.d/dkim_signing.conf"

            """.Replace("              url_tld", "url_tld", StringComparison.Ordinal));
        File.WriteAllText(sandbox.ConfigurationPath, $$"""
            { "keyDirectory": "{{sandbox.Keys}}", "stateDirectory": "{{sandbox.State}}",
              "signer": { "type": "Rspamd", "configuration": "{{Configuration}}", "postfix": "{{sandbox.In("main.cf")}}" } }
            """);
    }

    /// <summary>Why it can't be had here, or null.</summary>
    public static string? Missing => !FileOwner.CallerIsRoot ? "only root can become Rspamd's user"
        : File.Exists(RspamdProgram.DefaultDaemon) && File.Exists(RspamdProgram.DefaultAdministration) ? null : "Rspamd is not installed (Debian's rspamd)";

    public string Configuration => In("rspamd.conf");

    public string In(params string[] names) => sandbox.In(["rspamd", .. names]);

    public async Task StartAsync()
    {
        process = Process.Start(new ProcessStartInfo(
            RspamdProgram.DefaultDaemon,
            ["-f", "-c", Configuration, $"--var=LOCAL_CONFDIR={In()}", $"--var=DBDIR={In("db")}", $"--var=RUNDIR={In("run")}", "-u", "_rspamd", "-g", "_rspamd"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await AwaitAsync(async () => await Client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/ping")) is { Length: > 0 });
    }

    /// <summary>Has it read its files again, and waits until the workers of before are gone.</summary>
    public async Task ReloadAsync()
    {
        var before = Workers();
        _ = (await Tool.RunAsync("kill", "-HUP", process!.Id.ToString(CultureInfo.InvariantCulture))).Successful;
        await AwaitAsync(() => Task.FromResult(Workers() is { Count: > 0 } now && !now.Overlaps(before)));
        await AwaitAsync(async () => await Client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/ping")) is { Length: > 0 });
    }

    /// <summary>The signatures that it adds to a message, as <c>selector algorithm domain</c>.</summary>
    public Task<IReadOnlyList<string>> SignaturesAsync(string domain) => new RspamdScan(port).SignaturesAsync(domain);

    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process?.Dispose();
        Client.Dispose();
    }

    private HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(10) };

    private HashSet<string> Workers() => [.. File.ReadAllText($"/proc/{process!.Id}/task/{process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Where(child => CommandOf(child).Contains("normal", StringComparison.Ordinal))];

    private static string CommandOf(string child)
    {
        try
        {
            return File.ReadAllText($"/proc/{child}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private async Task AwaitAsync(Func<Task<bool>> condition)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            Assert.False(process!.HasExited || since.Elapsed > TimeSpan.FromSeconds(60), "Rspamd does not answer.");
            await Task.Delay(50);
        }
    }
}
