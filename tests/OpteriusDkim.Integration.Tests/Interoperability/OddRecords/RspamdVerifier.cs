using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;

namespace OpteriusDkim;

/// <summary>A running Rspamd, used over HTTP as by an MTA.</summary>
internal sealed class RspamdVerifier : IRecordVerifier
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public string Name => "Rspamd";

    public string? Missing => !Tool.Exists("rspamd") ? "Rspamd is not installed (Debian's rspamd)"
        : Environment.IsPrivilegedProcess ? null : "only root can start Rspamd as its own user";

    public async Task<IReadOnlyList<bool>> VerifyAsync(VerifierBench bench)
    {
        var port = FreePort.Next();
        await ConfigureAsync(bench, port);
        using var daemon = Tool.Start("rspamd", "-f", "-u", "_rspamd", "-g", "_rspamd", "-c", bench.In("rspamd", "rspamd.conf"));
        try
        {
            _ = daemon.StandardOutput.ReadToEndAsync();
            _ = daemon.StandardError.ReadToEndAsync();
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = Timeout };
            await AwaitStartAsync(daemon, port);
            var verdicts = new List<bool>();
            foreach (var message in bench.Messages)
            {
                verdicts.Add(await IsGoodAsync(client, message));
            }

            return verdicts;
        }
        finally
        {
            // The main process stops its workers.
            using var stop = Tool.Start("kill", "-TERM", $"{daemon.Id}");
            await stop.WaitForExitAsync();
            await daemon.WaitForExitAsync().WaitAsync(Timeout);
        }
    }

    private static async Task<bool> IsGoodAsync(HttpClient client, byte[] message)
    {
        using var content = new ByteArrayContent(message);
        using var response = await client.PostAsync(new Uri("checkv2", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        using var reply = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
        return reply.RootElement.GetProperty("symbols").TryGetProperty("R_DKIM_ALLOW", out _);
    }

    private static async Task AwaitStartAsync(Process daemon, int port)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException) when (!daemon.HasExited && since.Elapsed < Timeout)
            {
                await Task.Delay(50);
            }
        }
    }

    private static async Task ConfigureAsync(VerifierBench bench, int port)
    {
        var folder = bench.In("rspamd");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "rspamd.conf"), $$"""
            options {
              filters = "dkim"; map_cache = false; tempdir = "{{folder}}"; pidfile = "{{folder}}/rspamd.pid";
              dns { nameserver = ["127.0.0.1:{{bench.Port}}"]; timeout = 5s; retransmits = 3; }
              control_socket = "{{folder}}/control.sock mode=0600"; cache_file = "{{folder}}/symbols.cache";
              hs_cache_dir = "{{folder}}"; history_file = "{{folder}}/history"; stats_file = "{{folder}}/stats.ucl";
              rrd = "{{folder}}/rspamd.rrd"; dynamic_conf = "{{folder}}/dynamic"; url_tld = "/usr/share/rspamd/effective_tld_names.dat";
            }
            logging { type = "console"; level = "warning"; }
            worker "normal" { bind_socket = "127.0.0.1:{{port}}"; count = 1; }
            dkim { check_local = true; check_authed = true; }
            """);
        _ = (await Tool.RunAsync("chown", "-R", "_rspamd:_rspamd", folder)).Successful;
    }
}
