using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace OpteriusDkim;

/// <summary>BIND as an authoritative server on loopback, on its own port or address, with the test's zones.</summary>
public sealed class NameServer : IDisposable
{
    private const string Authoritative = "recursion no;";
    private const string Program = "/usr/sbin/named";

    private readonly string folder;
    private readonly Process process;
    private bool ended;

    private NameServer(string folder, IPAddress address, int port)
    {
        this.folder = folder;
        Port = port;
        Address = port == 53 ? address.ToString() : $"{address}:{port.ToString(CultureInfo.InvariantCulture)}";
        process = Process.Start(new ProcessStartInfo(Program, ["-c", Path.Combine(folder, "named.conf"), "-g"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        process.ErrorDataReceived += (_, line) => File.AppendAllText(Path.Combine(folder, "named.log"), line.Data + "\n");
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public int Port { get; }

    /// <summary>Address and port in the syntax of -Server.</summary>
    public string Address { get; }

    /// <summary>Why it isn't available, or null.</summary>
    public static string? Missing => File.Exists(Program) ? null : "BIND is not installed (Debian's bind9)";

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="zones">Each zone's name and its records, without an SOA and NS, which are added.</param>
    public static NameServer Start(string folder, params (string Zone, string Records)[] zones)
    {
        Directory.CreateDirectory(folder);
        foreach (var (zone, records) in zones)
        {
            WriteZone(folder, zone, records);
        }

        return Start(folder, IPAddress.Loopback, FreePort.Next(), Authoritative, "", "", [.. zones.Select(zone => zone.Zone)]);
    }

    /// <summary>Starts a server whose zones accept dynamic updates.</summary>
    /// <param name="statements">Statements besides the options, such as keys.</param>
    /// <param name="permission">The statement in each zone that permits updates.</param>
    /// <param name="zones">Each zone's name and its records, without an SOA and NS, which are added.</param>
    public static NameServer StartUpdatable(
        string folder, string statements, string permission, params (string Zone, string Records)[] zones)
    {
        Directory.CreateDirectory(folder);
        foreach (var (zone, records) in zones)
        {
            WriteZone(folder, zone, records);
        }

        return Start(
            folder, IPAddress.Loopback, FreePort.Next(), Authoritative, statements, permission, [.. zones.Select(zone => zone.Zone)]);
    }

    /// <summary>Starts a server on port 53 of an address, for NS records.</summary>
    /// <param name="options">More options of named.conf; without any, the server is authoritative only.</param>
    /// <param name="statements">More statements besides the options.</param>
    /// <param name="zones">Each zone's name and its whole file.</param>
    public static NameServer StartAt(
        string folder, LoopbackAddress address, string options, string statements, params (string Zone, string File)[] zones) =>
        StartAt(folder, address, options, statements, "", zones);

    /// <summary>The same with what permits updates, in each zone.</summary>
    /// <param name="options">More options of named.conf; without any, the server is authoritative only.</param>
    /// <param name="statements">More statements besides the options.</param>
    /// <param name="permission">What permits updates.</param>
    /// <param name="zones">Each zone's name and its whole file.</param>
    public static NameServer StartAt(
        string folder, LoopbackAddress address, string options, string statements, string permission,
        params (string Zone, string File)[] zones)
    {
        Directory.CreateDirectory(folder);
        foreach (var (zone, file) in zones)
        {
            File.WriteAllText(Path.Combine(folder, zone + ".zone"), file + "\n");
        }

        return Start(
            folder,
            address.Address,
            53,
            options.Length > 0 ? options : Authoritative,
            statements,
            permission,
            [.. zones.Select(zone => zone.Zone)]);
    }

    /// <summary>Rewrites a zone's records and reloads the server.</summary>
    public void Reload(string zone, string records) => Reload(zone, () => WriteZone(folder, zone, records));

    /// <summary>Replaces a zone's whole file and reloads the server.</summary>
    public void ReloadFile(string zone, string file) => Reload(zone, () => File.WriteAllText(Path.Combine(folder, zone + ".zone"), file));

    private void Reload(string zone, Action write)
    {
        write();
        var before = ZonesLoaded(zone);
        using var signal = Process.Start("kill", ["-HUP", process.Id.ToString(CultureInfo.InvariantCulture)]);
        signal.WaitForExit();
        Await(() => ZonesLoaded(zone) > before, "reload " + zone);
    }

    public void Dispose()
    {
        if (ended)
        {
            return;
        }

        ended = true;
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static NameServer Start(
        string folder, IPAddress address, int port, string options, string statements, string permission, string[] zones)
    {
        File.WriteAllText(Path.Combine(folder, "named.conf"), $$"""
            options {
              directory "{{folder}}"; pid-file "{{folder}}/named.pid"; session-keyfile "{{folder}}/session.key";
              listen-on port {{port}} { {{address}}; }; listen-on-v6 { none; };
              dnssec-validation no; allow-transfer { none; }; notify no; {{options}}
            };
            controls { };
            {{statements}}
            {{string.Join('\n', zones.Select(zone => $"zone \"{zone}\" {{ type primary; file \"{folder}/{zone}.zone\"; {permission} }};"))}}
            """);
        var server = new NameServer(folder, address, port);
        server.AwaitAnswer();
        return server;
    }

    private static void WriteZone(string folder, string zone, string records)
    {
        var serial = DateTime.UtcNow.Ticks / 10_000 % uint.MaxValue;
        File.WriteAllText(Path.Combine(folder, zone + ".zone"), $"""
            $TTL 300
            @ IN SOA ns hostmaster {serial} 3600 600 86400 60
            @ IN NS ns
            ns IN A 127.0.0.1
            {records}

            """);
    }

    private int ZonesLoaded(string zone) =>
        Log().Split('\n').Count(line => line.Contains($"zone {zone}/IN: loaded serial", StringComparison.Ordinal));

    private string Log()
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "named.log"));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private void AwaitAnswer() => Await(() => Log().Contains("all zones loaded", StringComparison.Ordinal), "start");

    private void Await(Func<bool> condition, string what)
    {
        var since = Stopwatch.StartNew();
        while (!condition())
        {
            if (process.HasExited || since.Elapsed > TimeSpan.FromSeconds(30))
            {
                throw new InvalidOperationException($"BIND did not {what}:\n{Log()}");
            }

            Thread.Sleep(20);
        }
    }
}
