using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>OpenDKIM in a sandbox, and BIND with the records of the sandbox's keys.</summary>
internal sealed partial class OpenDkimHost : IDisposable
{
    private const string Zone = "example.com";
    private const string Daemon = "/usr/sbin/opendkim";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly Sandbox sandbox;
    private readonly NameServer? names;
    private readonly string settings;
    private readonly bool ownsNames;
    private Process? process;

    public OpenDkimHost(Sandbox sandbox)
        : this(sandbox, NameServer.Start(sandbox.In("dns"), (Zone, "")), "")
    {
    }

    /// <summary>The same with another name server.</summary>
    /// <param name="names">The name server, which is disposed with the host.</param>
    /// <param name="settings">Additional settings, ending in a comma.</param>
    public OpenDkimHost(Sandbox sandbox, NameServer names, string settings)
        : this(sandbox, names, names.Address, settings, ownsNames: true)
    {
    }

    /// <summary>The same with a name server of the caller.</summary>
    /// <param name="resolver">Its address and port.</param>
    /// <param name="settings">Additional settings, ending in a comma.</param>
    public OpenDkimHost(Sandbox sandbox, string resolver, string settings)
        : this(sandbox, null, resolver, settings, ownsNames: false)
    {
    }

    private OpenDkimHost(Sandbox sandbox, NameServer? names, string resolver, string settings, bool ownsNames)
    {
        this.sandbox = sandbox;
        this.names = names;
        Resolver = resolver;
        this.settings = settings;
        this.ownsNames = ownsNames;
        Directory.CreateDirectory(sandbox.In("run"));
        _ = Tool.RunAsync("chown", "opendkim:opendkim", sandbox.In("run")).GetAwaiter().GetResult().Successful;
        File.WriteAllText(SigningTable, "");
        WriteConfiguration($"KeyTable file:{sandbox.KeyTable}\nSigningTable refile:{SigningTable}");
        Configure(null);
    }

    /// <summary>Why it isn't available, or null.</summary>
    public static string? Missing => !FileOwner.CallerIsRoot ? "only root can become OpenDKIM's user"
        : !File.Exists(Daemon) ? "opendkim is not installed (Debian's opendkim)"
        : NameServer.Missing;

    /// <summary>The daemon's process id.</summary>
    public int ProcessId => process!.Id;

    public string SigningTable => sandbox.In("SigningTable");

    /// <summary>Both tables, byte for byte.</summary>
    public (string Keys, string Signing) Tables => (Latin(sandbox.KeyTable), Latin(SigningTable));

    /// <summary>Address and port of the name server.</summary>
    public string Resolver { get; }

    /// <summary>The folder of the sandbox.</summary>
    public string Folder => sandbox.Root;

    private string PidFile => sandbox.In("run", "opendkim.pid");

    public string Socket => sandbox.In("run", "opendkim.sock");

    /// <summary>Another host with copies of the same keys and the same BIND.</summary>
    /// <param name="other">Its sandbox.</param>
    public async Task<OpenDkimHost> CopyAsync(Sandbox other)
    {
        _ = (await Tool.RunAsync("cp", "-a", sandbox.Keys, other.Keys)).Successful;
        return new OpenDkimHost(other, names, Resolver, settings, ownsNames: false);
    }

    /// <summary>Writes opendkim.conf.</summary>
    /// <param name="directives">The directives besides user and socket.</param>
    public void WriteConfiguration(string directives) => File.WriteAllText(
        sandbox.OpenDkimConfiguration, $"UserID opendkim\nMode s\nSyslog no\nSocket local:{Socket}\nPidFile {PidFile}\n{directives}\n");

    /// <summary>Writes the module's configuration.</summary>
    /// <param name="reload">How the daemon is reloaded; null for its signal.</param>
    public void Configure(string? reload)
    {
        sandbox.Configure($"\"dns\": {{ \"servers\": [\"{Resolver}\"] }}, {settings}");
        if (reload is not null)
        {
            File.WriteAllText(sandbox.ConfigurationPath, File.ReadAllText(sandbox.ConfigurationPath).Replace(
                "\"signer\": {", $"\"signer\": {{ \"reload\": \"{reload}\",", StringComparison.Ordinal));
        }
    }

    /// <summary>The name server. Only valid where there is one.</summary>
    public NameServer Names => names!;

    /// <summary>Publishes the records of the store's keys in BIND, except for some domains.</summary>
    public void Publish(params string[] without) => names!.Reload(Zone, Records(without));

    /// <summary>
    /// A command that removes all records from BIND and reloads the daemon, so that the record changes during the proof.
    /// </summary>
    public string ReloadThatLosesRecords()
    {
        var (folder, empty) = (sandbox.In("dns"), sandbox.In("empty.zone"));
        File.WriteAllText(empty, "$TTL 300\n@ IN SOA ns hostmaster 1 3600 600 86400 60\n@ IN NS ns\nns IN A 127.0.0.1\n");
        return $"cp {empty} {folder}/{Zone}.zone && kill -HUP $(cat {folder}/named.pid) && kill -USR1 $(cat {PidFile}) && "
            + $"until grep -q 'loaded serial 1$' {folder}/named.log; do sleep 0.05; done";
    }

    /// <summary>A command that reloads the daemon with its signal, and counts reloads.</summary>
    public string CountingReload => $"echo once >> {sandbox.In("reloads")}; kill -USR1 $(cat {PidFile})";

    /// <summary>How often <see cref="CountingReload"/> ran.</summary>
    public int Reloads => File.Exists(sandbox.In("reloads")) ? File.ReadAllLines(sandbox.In("reloads")).Length : 0;

    /// <summary>Starts the daemon and waits until it listens.</summary>
    public async Task StartAsync()
    {
        process = Tool.Start(Daemon, "-f", "-x", sandbox.OpenDkimConfiguration);
        var since = Stopwatch.StartNew();
        while (!Listens(Socket) || new FileInfo(PidFile) is not { Exists: true, Length: > 0 })
        {
            if (process.HasExited || since.Elapsed > Longest)
            {
                throw new InvalidOperationException(
                    $"opendkim did not start: {(process.HasExited ? await process.StandardError.ReadToEndAsync() : "no socket")}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Restarts the daemon with its current configuration.</summary>
    /// <param name="socket">The new socket.</param>
    public async Task RestartAsync(string socket)
    {
        await StopAsync();
        File.Delete(PidFile);
        process = Tool.Start(Daemon, "-f", "-x", sandbox.OpenDkimConfiguration);
        var since = Stopwatch.StartNew();
        while (!Listens(socket))
        {
            Assert.False(process.HasExited || since.Elapsed > Longest, "opendkim did not start again.");
            await Task.Delay(20);
        }
    }

    /// <summary>Whether it accepts connections. Its socket is there a moment before.</summary>
    private static bool Listens(string socket)
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            client.Connect(new UnixDomainSocketEndPoint(socket));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public async Task StopAsync()
    {
        _ = await Tool.RunAsync("kill", process!.Id.ToString(CultureInfo.InvariantCulture));
        await process.WaitForExitAsync();
    }

    /// <summary>OpenDKIM's own error about its configuration and tables; empty if it loads them.</summary>
    public async Task<string> LoadingProblemAsync()
    {
        var outcome = await Tool.RunAsync(Daemon, "-n", "-x", sandbox.OpenDkimConfiguration);
        return outcome.ExitCode == 0 ? "" : $"opendkim -n ends with {outcome.ExitCode}: {outcome.Error}";
    }

    /// <summary>The selector with which a new daemon with these tables signs a domain's mail; null if it doesn't.</summary>
    public async Task<string?> SelectorAsync(string domain, string user = "a") =>
        await VerdictAsync(domain, user) is var verdict && verdict.StartsWith("signed ", StringComparison.Ordinal)
            ? verdict["signed ".Length..]
            : null;

    /// <summary>A message after the running daemon, from the independent miltertest(8).</summary>
    /// <returns>The message with the added signature; null if there is none.</returns>
    public async Task<string?> SignedByMilterTestAsync(string domain)
    {
        var script = sandbox.In(Path.GetRandomFileName());
        (string Name, string Value)[] headers =
        [
            ("From", $"a@{domain}"),
            ("To", "b@y.example"),
            ("Subject", "s"),
            ("Date", "Tue, 24 Nov 2026 20:00:00 +0000"),
        ];
        await File.WriteAllTextAsync(script, $"""
            conn = mt.connect("unix:{Socket}")
            assert(conn, "no connection")
            mt.conninfo(conn, "localhost", "127.0.0.1")
            mt.mailfrom(conn, "<a@{domain}>")
            mt.rcptto(conn, "<b@y.example>")
            {string.Join('\n', headers.Select(header => $"mt.header(conn, \"{header.Name}\", \"{header.Value}\")"))}
            mt.eoh(conn)
            if mt.getreply(conn) == SMFIR_CONTINUE then
              mt.bodystring(conn, "hello\r\n")
              mt.eom(conn)
              print("SIGNATURE " .. (mt.getheader(conn, "DKIM-Signature", 0) or ""))
            else
              print("SIGNATURE ")
            end
            mt.disconnect(conn)
            """);
        var output = (await Tool.RunAsync("miltertest", "-s", script)).Successful;
        var value = output[(output.IndexOf("SIGNATURE ", StringComparison.Ordinal) + "SIGNATURE ".Length)..].Trim();
        var folded = value.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);
        return value.Length == 0 ? null
            : $"DKIM-Signature: {folded}\r\n{string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"))}\r\nhello\r\n";
    }

    /// <summary>
    /// What a new daemon with these tables does with a domain's mail: <c>signed SELECTOR</c>, <c>unsigned</c>, <c>tempfailed</c>, or what
    /// other result there was.
    /// </summary>
    public async Task<string> VerdictAsync(string domain, string user = "a")
    {
        var message = sandbox.In(Path.GetRandomFileName());
        await File.WriteAllTextAsync(
            message, $"From: {user}@{domain}\r\nTo: b@y.example\r\nSubject: s\r\nDate: Tue, 24 Nov 2026 20:00:00 +0000\r\n\r\nhello\r\n");
        var outcome = await Tool.RunAsync(
            "setpriv", "--reuid=opendkim", "--regid=opendkim", "--init-groups", Daemon, "-x", sandbox.OpenDkimConfiguration, "-t", message,
            "-vv");
        File.Delete(message);
        return outcome.Output.Contains("hname='DKIM-Signature'", StringComparison.Ordinal)
            && SelectorTag().Match(outcome.Output) is { Success: true } tag
            ? $"signed {tag.Groups["selector"].Value}"
            : VerdictIn(outcome.Error) switch
            {
                "ACCEPT" or "CONTINUE" when outcome.ExitCode < 128 => "unsigned",
                "TEMPFAIL" => "tempfailed",
                var other => outcome.ExitCode > 128 ? "crashed" : $"{other ?? "refused"}: {outcome.Error.Trim()}",
            };
    }

    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            process.WaitForExit();
        }

        process?.Dispose();
        if (ownsNames)
        {
            names?.Dispose();
        }
    }

    /// <summary>The first verdict that ends a message, otherwise that of mlfi_eom; mlfi_close, the last line, has none.</summary>
    private static string? VerdictIn(string text)
    {
        var verdicts = Verdict().Matches(text).Where(match => match.Groups["step"].Value != "close")
            .Select(match => match.Groups["verdict"].Value).ToArray();
        return verdicts.FirstOrDefault(verdict => verdict != "CONTINUE") ?? verdicts.LastOrDefault();
    }

    private static string Latin(string path) => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path));

    private string Records(string[] without)
    {
        using var session = new ModuleSession(sandbox);
        return string.Join('\n', session.Run("Get-DkimKey").Objects
            .Where(key => !without.Contains((string)key.Properties["Domain"].Value))
            .Select(
                key => $"$ORIGIN {key.Properties["Domain"].Value}.\n"
                    + File.ReadAllText(
                        Path.Combine(sandbox.Keys, (string)key.Properties["Domain"].Value, key.Properties["Selector"].Value + ".txt"))));
    }

    [GeneratedRegex(@"[\s;]s=(?<selector>[^;\s]+)", RegexOptions.CultureInvariant)]
    private static partial Regex SelectorTag();

    [GeneratedRegex(@" mlfi_(?<step>\w+)\(\) returned SMFIS_(?<verdict>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Verdict();
}
