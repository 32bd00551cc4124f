using System.Diagnostics;
using System.Globalization;

namespace OpteriusDkim;

/// <summary>Rspamd with its own configuration in a sandbox, and only dkim_signing.</summary>
internal sealed class RspamdHost : IDisposable
{
    private readonly Sandbox sandbox;
    private readonly int port = FreePort.Next();
    private Process? process;

    /// <summary>Writes the configuration; nothing is started.</summary>
    /// <param name="resolver">The module's resolver; null for none.</param>
    public RspamdHost(Sandbox sandbox, string? resolver = null)
    {
        this.sandbox = sandbox;
        foreach (var name in new[] { "local.d", "override.d", "db", "run" })
        {
            Directory.CreateDirectory(In(name));
        }

        File.SetUnixFileMode(In("db"), (UnixFileMode)0x1FF);
        File.SetUnixFileMode(In("run"), (UnixFileMode)0x1FF);

        // A short suffix list, since compiling the whole one takes half a minute.
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
        Configure(resolver, reload: null);
    }

    /// <summary>Why it isn't available, or null.</summary>
    public static string? Missing => !FileOwner.CallerIsRoot ? "only root can become Rspamd's user"
        : File.Exists(RspamdProgram.DefaultDaemon) && File.Exists(RspamdProgram.DefaultAdministration)
            ? null
            : "Rspamd is not installed (Debian's rspamd)";

    public string Configuration => In("rspamd.conf");

    /// <summary>The administrator's own file of the signing module.</summary>
    public string LocalFile => In("local.d", "dkim_signing.conf");

    /// <summary>The file of the module's blocks.</summary>
    public string DomainFile => In("local.d", "opterius-dkim.conf");

    /// <summary>A command that reloads the daemon, which writes no pid file in the foreground.</summary>
    public string Reload => $"kill -HUP $(cat {In("run", "main.pid")})";

    public string In(params string[] names) => sandbox.In(["rspamd", .. names]);

    /// <summary>Writes the module's configuration.</summary>
    /// <param name="resolver">The module's resolver; null for none.</param>
    /// <param name="reload">How it reloads the daemon; null for its signal.</param>
    public void Configure(string? resolver, string? reload) => File.WriteAllText(sandbox.ConfigurationPath, $$"""
        { "keyDirectory": "{{sandbox.Keys}}", "stateDirectory": "{{sandbox.State}}",
          {{(resolver is null ? "" : $" \"dns\": {{ \"servers\": [\"{resolver}\"] }},")}}
          "signer": { "type": "Rspamd", "configuration": "{{Configuration}}", "postfix": "{{sandbox.In("main.cf")}}"
            {{(reload is null ? "" : $", \"reload\": \"{reload}\"")}} } }
        """);

    /// <summary>The error of <c>rspamadm configtest</c>; empty if it accepts the configuration.</summary>
    public async Task<string> LoadingProblemAsync()
    {
        var outcome =
            await Tool.RunAsync(RspamdProgram.DefaultAdministration, $"--var=LOCAL_CONFDIR={In()}", "configtest", "-c", Configuration);
        return outcome.ExitCode == 0 && outcome.Output.Contains("syntax OK", StringComparison.Ordinal)
            ? ""
            : outcome.Output + outcome.Error;
    }

    public async Task StartAsync()
    {
        process = Process.Start(new ProcessStartInfo(
            RspamdProgram.DefaultDaemon,
            [
                "-f",
                "-c",
                Configuration,
                $"--var=LOCAL_CONFDIR={In()}",
                $"--var=DBDIR={In("db")}",
                $"--var=RUNDIR={In("run")}",
                "-u",
                "_rspamd",
                "-g",
                "_rspamd",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await File.WriteAllTextAsync(In("run", "main.pid"), process.Id.ToString(CultureInfo.InvariantCulture));
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await AwaitAsync(async () => await Client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/ping")) is { Length: > 0 });
    }

    /// <summary>Reloads it, and waits until the old workers have ended.</summary>
    public async Task ReloadAsync()
    {
        var before = Workers();
        _ = (await Tool.RunAsync("kill", "-HUP", process!.Id.ToString(CultureInfo.InvariantCulture))).Successful;
        await AwaitAsync(() => Task.FromResult(Workers() is { Count: > 0 } now && !now.Overlaps(before)));
        await AwaitAsync(async () => await Client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/ping")) is { Length: > 0 });
    }

    /// <summary>The signatures that it adds to a message, as <c>selector algorithm domain</c>.</summary>
    public Task<IReadOnlyList<string>> SignaturesAsync(string domain) => new RspamdScan(port).SignaturesAsync(domain);

    /// <summary>Ends it with its workers. It can be started again.</summary>
    public void Stop()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process?.Dispose();
        process = null;
    }

    public void Dispose()
    {
        Stop();
        Client.Dispose();
    }

    private HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(10) };

    private HashSet<string> Workers() => [.. File.ReadAllText($"/proc/{process!.Id}/task/{process.Id}/children")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
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
