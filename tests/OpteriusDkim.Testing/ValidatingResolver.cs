using System.Collections.Concurrent;
using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>unbound on loopback: a DNSSEC-validating resolver with its own trust anchors.</summary>
public sealed class ValidatingResolver : IDisposable
{
    private const string Program = "/usr/sbin/unbound";

    private readonly Process process;
    private readonly ConcurrentQueue<string?> log = new();

    private ValidatingResolver(string configuration)
    {
        process = Process.Start(new ProcessStartInfo(Program, ["-d", "-p", "-c", configuration])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        process.ErrorDataReceived += (_, line) => log.Enqueue(line.Data);
        process.OutputDataReceived += (_, line) => log.Enqueue(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>Why it isn't available, or null.</summary>
    public static string? Missing => File.Exists(Program) ? null : "unbound is not installed (Debian's unbound)";

    /// <summary>Starts a resolver and waits until it accepts queries.</summary>
    /// <param name="address">The address on which it listens, on port 53.</param>
    /// <param name="anchors">DS records that it trusts.</param>
    /// <param name="zones">Zones with their servers.</param>
    public static ValidatingResolver StartAt(
        string folder, LoopbackAddress address, IEnumerable<string> anchors, params (string Zone, LoopbackAddress Server)[] zones)
    {
        Directory.CreateDirectory(folder);
        var configuration = Path.Combine(folder, "unbound.conf");
        File.WriteAllText(configuration, $"""
            server:
              interface: {address}
              access-control: 127.0.0.0/8 allow
              do-not-query-localhost: no
              do-daemonize: no
              username: ""
              chroot: ""
              directory: "{folder}"
              pidfile: ""
              use-syslog: no
              num-threads: 1
              verbosity: 1
              module-config: "validator iterator"
              {string.Join("\n  ", anchors.Select(anchor => $"trust-anchor: \"{anchor}\""))}
            {string.Join('\n', zones.Select(zone => $"stub-zone:\n  name: \"{zone.Zone}\"\n  stub-addr: {zone.Server}"))}

            """);
        var resolver = new ValidatingResolver(configuration);
        resolver.AwaitStart();
        return resolver;
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private string Log() => string.Join('\n', log);

    private void AwaitStart()
    {
        var since = Stopwatch.StartNew();
        while (!Log().Contains("start of service", StringComparison.Ordinal))
        {
            if (process.HasExited || since.Elapsed > TimeSpan.FromSeconds(30))
            {
                throw new InvalidOperationException("unbound did not start:\n" + Log());
            }

            Thread.Sleep(20);
        }
    }
}
