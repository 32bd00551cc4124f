using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OpteriusDkim;

/// <summary>
/// Rspamd with its packaged configuration: a copy of /etc/rspamd in a sandbox, confined by settings in local.d, and
/// BIND with the records of the sandbox's keys.
/// </summary>
internal sealed class RspamdInstallation : IDisposable
{
    private const string Packaged = "/etc/rspamd";
    private const string Zones = "com";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly Sandbox sandbox;
    private readonly NameServer names;
    private readonly int scanPort = FreePort.Next();
    private readonly int milterPort = FreePort.Next();
    private bool scans = true;

    public RspamdInstallation(Sandbox sandbox)
    {
        this.sandbox = sandbox;
        Copy(Packaged, In());
        foreach (var name in new[] { "db", "run", "log" })
        {
            Directory.CreateDirectory(sandbox.In(name));
            File.SetUnixFileMode(sandbox.In(name), (UnixFileMode)0x1FF);
        }

        // A short suffix list, since compiling the whole one takes half a minute.
        File.WriteAllText(sandbox.In("suffixes"), "com\nuk\nco.uk\n");
        Local("options.inc", $$"""
            pidfile = "{{PidFile}}"; control_socket = "{{sandbox.In("run", "control.sock")}} mode=0600"; filters = "dkim";
            url_tld = "{{sandbox.In("suffixes")}}"; hs_cache_dir = "{{sandbox.In("db")}}/";
            dns { nameserver = "127.0.0.1:9"; timeout = 0.1s; retransmits = 1; }
            """);
        Local("worker-normal.inc", $"bind_socket = \"127.0.0.1:{scanPort}\"; count = 1;");
        Local(
            "worker-proxy.inc",
            $"bind_socket = \"127.0.0.1:{milterPort}\"; count = 1; upstream \"local\" {{ hosts = "
            + $"\"127.0.0.1:{scanPort}\"; default = yes; }}");
        Local("worker-controller.inc", "enabled = false;");
        names = NameServer.Start(sandbox.In("dns"), (Zones, ""));
        Configure(null);
    }

    /// <summary>Why it isn't available, or null.</summary>
    public static string? Missing => RspamdHost.Missing ?? NameServer.Missing
        ?? (File.Exists(Path.Combine(Packaged, "rspamd.conf")) ? null : "Rspamd's packaged configuration is not in /etc/rspamd");

    public string Configuration => In("rspamd.conf");

    /// <summary>The administrator's own file of the signing module.</summary>
    public string LocalFile => In("local.d", "dkim_signing.conf");

    /// <summary>The file of the module's blocks.</summary>
    public string DomainFile => In("local.d", "opterius-dkim.conf");

    /// <summary>Its milter socket in Postfix's syntax.</summary>
    public string Milter => $"inet:127.0.0.1:{milterPort}";

    /// <summary>Its milter socket in the daemons' syntax.</summary>
    public string MilterSocket => $"inet:{milterPort}@127.0.0.1";

    public string Resolver => names.Address;

    public int ScanPort => scanPort;

    /// <summary>How often <see cref="CountingReload"/> ran.</summary>
    public int Reloads => File.Exists(sandbox.In("reloads")) ? File.ReadAllLines(sandbox.In("reloads")).Length : 0;

    /// <summary>A command that reloads the daemon with its signal, and counts reloads.</summary>
    public string CountingReload => $"echo once >> {sandbox.In("reloads")}; kill -HUP $(cat {PidFile})";

    private string PidFile => sandbox.In("run", "rspamd.pid");

    public string In(params string[] names) => sandbox.In(["rspamd", .. names]);

    /// <summary>Writes a file of local.d.</summary>
    public void Local(string name, string content) => File.WriteAllText(In("local.d", name), content + "\n");

    /// <summary>Makes the proxy worker scan by itself, without a normal worker.</summary>
    public void ScanByProxyAlone()
    {
        scans = false;
        Local("worker-normal.inc", "enabled = false;");
        Local(
            "worker-proxy.inc",
            $"bind_socket = \"127.0.0.1:{milterPort}\"; count = 1; upstream \"local\" {{ self_scan = yes; default = yes; }}");
    }

    /// <summary>Writes the module's configuration.</summary>
    /// <param name="reload">How the daemon is reloaded; null for its signal.</param>
    public void Configure(string? reload) => File.WriteAllText(sandbox.ConfigurationPath, $$"""
        { "keyDirectory": "{{sandbox.Keys}}", "stateDirectory": "{{sandbox.State}}", "dns": { "servers": ["{{names.Address}}"] },
          "signer": { "type": "Rspamd", "configuration": "{{Configuration}}", "postfix": "{{sandbox.In("main.cf")}}"
            {{(reload is null ? "" : $", \"reload\": \"{reload}\"")}} } }
        """);

    /// <summary>Publishes the records of the store's keys in BIND, except for some domains.</summary>
    public void Publish(params string[] without)
    {
        using var session = new ModuleSession(sandbox);
        names.Reload(Zones, string.Join('\n', session.Run("Get-DkimKey").Objects.Select(item => (DkimKey)item.BaseObject)
            .Where(key => !without.Contains(key.Domain))
            .Select(key => $"$ORIGIN {key.Domain}.\n" + File.ReadAllText(Path.ChangeExtension(key.PrivateKeyPath!, ".txt")))));
    }

    /// <summary>Starts the daemon in the background, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var start = Tool.Start(
            "sh", "-c", $"exec {RspamdProgram.DefaultDaemon} -c {Configuration} --var=LOCAL_CONFDIR={In()} --var=DBDIR={sandbox.In("db")} "
                + $"--var=RUNDIR={sandbox.In("run")} --var=LOGDIR={sandbox.In("log")} -u _rspamd -g _rspamd "
                + $">{sandbox.In("log", "start")} 2>&1 </dev/null");
        _ = (await Tool.AwaitAsync(start)).Successful;
        var since = Stopwatch.StartNew();
        while (!await ListensAsync())
        {
            Assert.True(since.Elapsed < Longest, "Rspamd does not listen.");
            await Task.Delay(50);
        }
    }

    public async Task StopAsync()
    {
        if (await IdAsync() is { } id)
        {
            using var main = Process.GetProcessById(id);
            main.Kill(entireProcessTree: true);
            await main.WaitForExitAsync();
        }
    }

    /// <summary>The error of <c>rspamadm configtest</c>; empty if it accepts the configuration.</summary>
    public async Task<string> LoadingProblemAsync()
    {
        var outcome =
            await Tool.RunAsync(RspamdProgram.DefaultAdministration, $"--var=LOCAL_CONFDIR={In()}", "configtest", "-c", Configuration);
        return outcome.ExitCode == 0 && outcome.Output.Contains("syntax OK", StringComparison.Ordinal)
            ? ""
            : outcome.Output + outcome.Error;
    }

    public void Dispose()
    {
        StopAsync().GetAwaiter().GetResult();
        names.Dispose();
    }

    /// <summary>The main process, if it runs. The daemon locks the pid file, so another program has to read it.</summary>
    private async Task<int?> IdAsync()
    {
        var read = await Tool.RunAsync(
            "sh", "-c", $"id=$(cat {PidFile}) && [ \"$(readlink /proc/$id/exe)\" = {RspamdProgram.DefaultDaemon} ] && echo $id");
        return read.ExitCode == 0 ? int.Parse(read.Output, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Whether all workers listen; each starts to listen separately.</summary>
    private async Task<bool> ListensAsync() =>
        File.Exists(PidFile) && await ListensAsync(milterPort) && (!scans || await ListensAsync(scanPort));

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
