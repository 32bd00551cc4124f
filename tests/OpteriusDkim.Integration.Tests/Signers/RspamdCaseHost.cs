using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http;
using System.Text;
using System.Text.Json;

namespace OpteriusDkim;

/// <summary>Rspamd with only dkim_signing, restarted for each configuration of the table.</summary>
internal sealed class RspamdCaseHost : IDisposable
{
    private const string Outside = "203.0.113.77";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(20) };
    private Process? process;
    private int port;

    /// <summary>Prepares the folder.</summary>
    /// <param name="keys">Key files by name, which get Rspamd's user as owner.</param>
    public RspamdCaseHost(string folder, IReadOnlyDictionary<string, string> keys)
    {
        Folder = folder;
        foreach (var name in new[] { "local.d", "override.d", "db", "run", "k/closed" })
        {
            Directory.CreateDirectory(In(name));
        }

        File.SetUnixFileMode(In("db"), (UnixFileMode)0x1FF);
        File.SetUnixFileMode(In("run"), (UnixFileMode)0x1FF);
        File.WriteAllText(In("suffixes"), "com\nuk\nco.uk\n");
        File.WriteAllText(Configuration, $$"""
            options {
              filters = "dkim"; pidfile = "{{In("run/rspamd.pid")}}"; control_socket = "{{In("run/control.sock")}} mode=0600";
              url_tld = "{{In("suffixes")}}"; hs_cache_dir = "{{In("db")}}/";
              dns { nameserver = "127.0.0.1:9"; timeout = 0.1s; retransmits = 1; }
            }
            logging { type = "console"; level = "error"; }
            .include "{{In("worker.conf")}}"
            modules { path = "/usr/share/rspamd/plugins/dkim_signing.lua"; }
            dkim { }
            .include "$CONFDIR/modules.d/dkim_signing.conf"
            .include(try=true) "{{In("extra.conf")}}"

            """);
        foreach (var (name, path) in keys)
        {
            Give(path, In("k", name));
        }

        File.SetUnixFileMode(In("k/closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Copy(In("k/a.key"), In("k/closed.key"));
        File.SetUnixFileMode(In("k/closed.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Give(In("k/a.key"), In("k/closed/a.key"));
    }

    public string Folder { get; }

    public string Configuration => In("rspamd.conf");

    public string In(params string[] names) => Path.Combine([Folder, .. names]);

    /// <summary>Writes a case's files.</summary>
    public void Write(RspamdCase one)
    {
        File.WriteAllText(In("local.d/dkim_signing.conf"), RspamdCase.In(one.Local, Folder) + "\n");
        File.WriteAllText(In("override.d/dkim_signing.conf"), RspamdCase.In(one.Override, Folder) + "\n");
        File.WriteAllText(In("extra.conf"), RspamdCase.In(one.Extra, Folder) + "\n");
        foreach (var (name, text) in one.Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
            if (text == "KEY")
            {
                Give(In("k/a.key"), In(name));
            }
            else
            {
                File.WriteAllText(In(name), RspamdCase.In(text, Folder));
            }
        }
    }

    /// <summary>Removes a case's other files.</summary>
    public void Clear(RspamdCase one)
    {
        foreach (var name in one.Files.Keys)
        {
            File.Delete(In(name));
        }
    }

    /// <summary>Starts the daemon on a new port, since an old worker may still hold the last, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        port = FreePort.Next();
        await File.WriteAllTextAsync(In("worker.conf"), $"worker \"normal\" {{ bind_socket = \"127.0.0.1:{port}\"; count = 1; }}\n");
        process = Process.Start(new ProcessStartInfo(
            RspamdProgram.DefaultDaemon,
            [
                "-f", "-c", Configuration, "-u", "_rspamd", "-g", "_rspamd",
                $"--var=LOCAL_CONFDIR={Folder}", $"--var=DBDIR={In("db")}", $"--var=RUNDIR={In("run")}",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = new ConcurrentQueue<string?>();
        process.OutputDataReceived += (_, line) => said.Enqueue(line.Data);
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var since = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            Assert.False(process.HasExited, $"Rspamd has ended: {string.Join('\n', said)}");
            Assert.False(since.Elapsed > Longest, $"Rspamd does not answer: {string.Join('\n', said)}");
            await Task.Delay(20);
        }
    }

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

    /// <summary>The record names of the signatures that it adds to a message.</summary>
    /// <param name="way">How the message arrives.</param>
    public async Task<string> VerdictAsync(string domain, string way)
    {
        var address = $"a@{domain}";
        using var content = new StringContent(
            $"From: {address}\r\nTo: b@b.com\r\nDate: Tue, 24 Nov 2026 20:00:00 +0000\r\nMessage-Id: <1@{domain}>\r\n\r\nhello\r\n",
            Encoding.ASCII);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:{port}/checkv2")) { Content = content };
        request.Headers.TryAddWithoutValidation("From", way switch { "bounce" => "", "forwarded" => "z@b.com", _ => address });
        request.Headers.TryAddWithoutValidation("Rcpt", "b@b.com");
        request.Headers.Add("IP", way is "user" or "name" or "other" ? Outside : "127.0.0.1");
        if (way is "user" or "name")
        {
            request.Headers.TryAddWithoutValidation("User", way == "user" ? address : "a");
        }

        using var reply = await client.SendAsync(request);
        using var json = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        var signatures = !json.RootElement.TryGetProperty("dkim-signature", out var value) ? []
            : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(one => one.GetString()!)]
            : new[] { value.GetString()! };
        return string.Join(' ', signatures.Select(NameOf).Order(StringComparer.Ordinal));
    }

    public void Dispose()
    {
        Stop();
        client.Dispose();
    }

    private static string NameOf(string signature)
    {
        var tags = signature.Split(';', StringSplitOptions.TrimEntries).Select(tag => tag.Split('=', 2)).Where(tag => tag.Length == 2)
            .ToDictionary(tag => tag[0], tag => tag[1]);
        return string.Create(CultureInfo.InvariantCulture, $"{tags["s"]}._domainkey.{tags["d"]}");
    }

    private static void Give(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to, overwrite: true);
        using var change = Process.Start("chown", ["_rspamd:_rspamd", to]);
        change.WaitForExit();
        File.SetUnixFileMode(to, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/ping")) is { Length: > 0 };
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
