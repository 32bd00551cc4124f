using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace OpteriusDkim;

/// <summary>A PowerDNS authoritative server on loopback with its HTTP API, and a database of its own.</summary>
public sealed class PowerDnsServer : IDisposable
{
    public const string ApiKey = "k3y-of-this-test";

    private const string Program = "/usr/sbin/pdns_server";

    private readonly Process process;
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
    private bool ended;

    private PowerDnsServer(string folder, IPAddress address, int port, int apiPort)
    {
        Address = port == 53 ? address.ToString() : $"{address}:{port.ToString(CultureInfo.InvariantCulture)}";
        Port = port;
        ApiAddress = $"http://127.0.0.1:{apiPort.ToString(CultureInfo.InvariantCulture)}";
        KeyFile = Path.Combine(folder, "api-key");
        client.DefaultRequestHeaders.Add("X-API-Key", ApiKey);
        File.WriteAllText(Path.Combine(folder, "pdns.conf"), $"""
            launch=lmdb
            lmdb-filename={folder}/zones
            local-address={address}
            local-port={port}
            api=yes
            api-key={ApiKey}
            webserver=yes
            webserver-address=127.0.0.1
            webserver-port={apiPort}
            socket-dir={folder}
            setuid=
            setgid=
            cache-ttl=0
            query-cache-ttl=0
            negquery-cache-ttl=0
            zone-cache-refresh-interval=0
            guardian=no
            daemon=no

            """);
        process = Process.Start(new ProcessStartInfo(Program, [$"--config-dir={folder}"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        process.ErrorDataReceived += (_, line) => File.AppendAllText(Path.Combine(folder, "pdns.log"), line.Data + "\n");
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>Why it isn't available, or null.</summary>
    public static string? Missing => File.Exists(Program) ? null : "PowerDNS is not installed (Debian's pdns-server, pdns-backend-lmdb)";

    /// <summary>Address and port of the DNS server in the syntax of -Server.</summary>
    public string Address { get; }

    public int Port { get; }

    /// <summary>The address of the API in the syntax of publisher.url.</summary>
    public string ApiAddress { get; }

    /// <summary>A file with the API key, readable by its owner only.</summary>
    public string KeyFile { get; }

    /// <summary>The publisher settings for this server, ending in a comma.</summary>
    public string Settings => $$"""
        "publisher": { "type": "PowerDns", "url": "{{ApiAddress}}", "credentialFile": "{{KeyFile}}" },
        "dns": { "servers": ["{{Address}}"], "timeout": "00:00:05" },
        """;

    /// <summary>Starts a server and waits until its API answers.</summary>
    /// <param name="zones">Names of zones, which get an SOA, an NS and the address of ns.</param>
    public static PowerDnsServer Start(string folder, IPAddress address, int port, params string[] zones)
    {
        Directory.CreateDirectory(folder);
        var server = new PowerDnsServer(folder, address, port, FreePort.Next());
        File.WriteAllText(server.KeyFile, ApiKey + "\n");
        File.SetUnixFileMode(server.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        server.AwaitAnswer();
        foreach (var zone in zones)
        {
            server.AddZone(zone, "Native", address);
        }

        return server;
    }

    /// <summary>Adds a zone.</summary>
    /// <param name="kind">Native, or Slave for a secondary zone.</param>
    public void AddZone(string name, string kind, IPAddress address)
    {
        // The name of a server has no underscore.
        var ns = "ns." + name.Replace("_domainkey.", "", StringComparison.Ordinal);
        object[] sets = [Set(name, "SOA", 2, $"{ns}. hostmaster.{name}. 1 3600 600 86400 1")];
        object zone = kind == "Native"
            ? new
            {
                name = name + ".",
                kind,
                nameservers = new[] { ns + "." },
                rrsets = ns == "ns." + name ? [.. sets, Set(ns, "A", 60, address.ToString())] : sets,
            }
            : new { name = name + ".", kind, masters = new[] { "192.0.2.1" } };
        Send(HttpMethod.Post, "zones", zone);
    }

    /// <summary>Replaces the records of a type at a name, without the module.</summary>
    /// <param name="contents">The values as PowerDNS spells them; none removes the records.</param>
    public void Put(string zone, string name, string type, params string[] contents) => Send(
        HttpMethod.Patch, $"zones/{zone}.", new { rrsets = new[] { Set(name, type, 2, contents) } });

    /// <summary>All records of a zone but SOA, one a line as name, TTL, type and value, sorted.</summary>
    public string[] RecordsOf(string zone)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, UrlOf($"zones/{zone}."));
        using var reply = client.Send(request);
        using var json = JsonDocument.Parse(reply.EnsureSuccessStatusCode().Content.ReadAsStream());
        return
        [
            .. json.RootElement.GetProperty("rrsets").EnumerateArray().Where(set => set.GetProperty("type").GetString() != "SOA")
                .SelectMany(set => set.GetProperty("records").EnumerateArray().Select(record =>
                    $"{set.GetProperty("name")} {set.GetProperty("ttl")} {set.GetProperty("type")} {record.GetProperty("content")}"))
                .Order(StringComparer.Ordinal),
        ];
    }

    public void Dispose()
    {
        if (!ended)
        {
            ended = true;
            process.Kill();
            process.WaitForExit();
            process.Dispose();
            client.Dispose();
        }
    }

    private static object Set(string name, string type, int ttl, params string[] contents) => new
    {
        name = name + ".",
        type,
        ttl,
        changetype = "REPLACE",
        records = contents.Select(content => new { content, disabled = false }),
    };

    private Uri UrlOf(string path) => new($"{ApiAddress}/api/v1/servers/localhost/{path}");

    private void Send(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, UrlOf(path))
        {
            Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        using var reply = client.Send(request);
        if (!reply.IsSuccessStatusCode)
        {
            var reason = reply.Content.ReadAsStringAsync().GetAwaiter().GetResult();
            throw new InvalidOperationException($"PowerDNS: {reply.StatusCode} {reason}");
        }
    }

    private void AwaitAnswer()
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, UrlOf("zones"));
                using var reply = client.Send(request);
                reply.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException exception)
            {
                if (process.HasExited || since.Elapsed > TimeSpan.FromSeconds(30))
                {
                    throw new InvalidOperationException($"PowerDNS did not start: {exception.Message}");
                }
            }

            Thread.Sleep(50);
        }
    }
}
