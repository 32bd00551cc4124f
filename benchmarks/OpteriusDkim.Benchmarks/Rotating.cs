using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>
/// Invoke-DkimRotation -Due as a timer runs it: over 1,000 and 10,000 domains where nothing is to do, and over 1,000 that
/// all have a step to take, with BIND and OpenDKIM.
/// </summary>
internal static class Rotating
{
    private const int Many = 10_000;
    private const int Few = 1_000;
    private const int WarmUp = 2;
    private const int Rounds = 5;
    private const string Program = "/usr/sbin/opendkim";

    public static void Run()
    {
        Idle();
        if ((LoopbackAddress.Missing ?? NameServer.Missing ?? (File.Exists(Program) ? null : "OpenDKIM is not installed")) is { } missing)
        {
            Measure.Say($"rotate: steps not measured, {missing}");
            return;
        }

        Steps();
    }

    private static void Idle()
    {
        using var small = new Sandbox();
        using var large = new Sandbox();
        var few = MedianOf(small, Few);
        var many = MedianOf(large, Many);
        Measure.Say($"rotate: nothing to do: {few.TotalMilliseconds:0} ms over {Few} domains, {many.TotalMilliseconds:0} ms over {Many}");
        Measure.Ratio("growth over ten times as many", many / few, (double)Many / Few, atLeast: false);
        Measure.Ratio("network connections opened", NetworkConnections(large), 0, atLeast: false);
    }

    private static TimeSpan MedianOf(Sandbox sandbox, int domains)
    {
        using var session = new ModuleSession(sandbox);
        _ = new BulkStore(sandbox, session, domains);
        for (var round = 0; round < WarmUp; round++)
        {
            Idle(session);
        }

        return Enumerable.Range(0, Rounds).Select(_ => Measure.Time(() => Idle(session))).Order().ElementAt(Rounds / 2);
    }

    private static void Idle(ModuleSession session)
    {
        if (Measure.Run(session, "Invoke-DkimRotation -Due").Objects.Count > 0)
        {
            throw new InvalidOperationException("Something was to do.");
        }
    }

    /// <summary>Counts what a process of its own opens, since other threads of this one may have opened some.</summary>
    private static int NetworkConnections(Sandbox sandbox)
    {
        var (log, dkim) = (sandbox.In("strace.log"), Path.Combine(Repository.Root, "dkim"));
        Measure.Shell(
            $"{dkim} --help > /dev/null && strace -f -e trace=connect,sendto,sendmsg,sendmmsg -o {log} "
            + $"{dkim} 'Invoke-DkimRotation -Due -ConfigurationPath {sandbox.ConfigurationPath}'");
        return File.ReadLines(log).Count(line => line.Contains("AF_INET", StringComparison.Ordinal));
    }

    private static void Steps()
    {
        using var sandbox = new Sandbox();
        using var session = new ModuleSession(sandbox);
        using var address = new LoopbackAddress();
        var store = new BulkStore(sandbox, session, Few);
        UpdatableZone.WriteKey(sandbox.In("tsig.key"), "hmac-sha256", "dkim-key");
        using var names = NameServer.StartAt(
            sandbox.In("bind"), address, "", $"include \"{sandbox.In("tsig.key")}\";", "allow-update { key dkim-key; };",
            ("bulk.example", $"$TTL 2\n@ SOA ns hostmaster 1 3600 600 86400 1\n@ NS ns\nns A {address}\n{store.Records(0)}"));
        Configure(sandbox, address);
        Measure.Shell(
            $"chown -R opendkim:opendkim {sandbox.Keys} {sandbox.In("run")}; "
            + $"find {sandbox.Keys} -name '*.private' -exec touch -d 2020-01-01 {{}} +");
        using var daemon = Process.Start(Program, ["-f", "-x", sandbox.OpenDkimConfiguration]);
        try
        {
            Measure.Shell($"until [ -S {sandbox.In("run", "opendkim.sock")} ]; do sleep 0.1; kill -0 {daemon.Id} || exit; done");
            Enable(session);
            Step(session, sandbox, "a key made and published", "Published", TimeSpan.Zero);
            Step(session, sandbox, "proved and switched", "Draining", TimeSpan.FromSeconds(4));
            Step(session, sandbox, "old record and key removed", "Completed", TimeSpan.FromSeconds(8));
        }
        finally
        {
            daemon.Kill();
            daemon.WaitForExit();
        }
    }

    private static void Enable(ModuleSession session)
    {
        var enabled = Measure.Run(session, "Get-DkimKey | Enable-DkimSigning").Objects.Count;
        if (enabled != Few)
        {
            throw new InvalidOperationException($"{enabled} were enabled.");
        }
    }

    private static void Step(ModuleSession session, Sandbox sandbox, string what, string phase, TimeSpan pause)
    {
        Thread.Sleep(pause);
        File.Delete(sandbox.In("reloads"));
        Outcome? outcome = null;
        var time = Measure.Time(() => outcome = session.Run("Invoke-DkimRotation -Due"));
        var there = outcome!.Objects.Count(rotation => rotation.Properties["Phase"].Value.ToString() == phase);
        var reloads = File.Exists(sandbox.In("reloads")) ? File.ReadAllLines(sandbox.In("reloads")).Length : 0;
        Measure.Say(
            $"rotate: {what}: {there} of {Few} in {time.TotalSeconds:0.0} s, {Few / time.TotalSeconds:0}/s, ",
            $"{reloads} reloads, {outcome.Errors.Count} errors");
    }

    /// <summary>Writes the configuration of OpenDKIM and of the module, whose reloads are counted in the file reloads.</summary>
    internal static void Configure(Sandbox sandbox, LoopbackAddress address)
    {
        var (socket, pid) = (sandbox.In("run", "opendkim.sock"), sandbox.In("run", "opendkim.pid"));
        Directory.CreateDirectory(sandbox.In("run"));
        File.WriteAllText(sandbox.In("SigningTable"), "");
        File.WriteAllText(sandbox.OpenDkimConfiguration, $"""
            UserID opendkim
            Mode s
            Syslog no
            Socket local:{socket}
            PidFile {pid}
            KeyTable {sandbox.KeyTable}
            SigningTable refile:{sandbox.In("SigningTable")}

            """);
        sandbox.Configure($$"""
            "dns": { "servers": ["{{address}}"] }, "ttl": 2,
            "publisher": { "type": "DynamicUpdate", "server": "{{address}}", "keyFile": "{{sandbox.In("tsig.key")}}" },
            "rotation": { "drain": "00:00:05", "maxStarts": {{Few}} },
            """);
        File.WriteAllText(sandbox.ConfigurationPath, File.ReadAllText(sandbox.ConfigurationPath).Replace(
            "\"signer\": {",
            $"\"signer\": {{ \"reload\": \"echo once >> {sandbox.In("reloads")}; kill -USR1 $(cat {pid})\",",
            StringComparison.Ordinal));
    }
}
