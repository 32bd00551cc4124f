using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>
/// Register-DkimDomain for 1,000 new domains in one call, with BIND and OpenDKIM, beside the loop that it replaces:
/// opendkim-genkey, nsupdate, a line in each table, and one reload.
/// </summary>
internal static class Registering
{
    private const int Count = 1_000;
    private const string Program = "/usr/sbin/opendkim";

    public static void Run()
    {
        if ((LoopbackAddress.Missing ?? NameServer.Missing ?? (File.Exists(Program) ? null : "OpenDKIM is not installed")) is { } missing)
        {
            Measure.Say($"register: not measured, {missing}");
            return;
        }

        using var sandbox = new Sandbox();
        using var session = new ModuleSession(sandbox);
        using var address = new LoopbackAddress();
        var key = sandbox.In("tsig.key");
        UpdatableZone.WriteKey(key, "hmac-sha256", "dkim-key");
        using var names = NameServer.StartAt(
            sandbox.In("bind"), address, "", $"include \"{key}\";", "allow-update { key dkim-key; };",
            ("bulk.example", $"$TTL 2\n@ SOA ns hostmaster 1 3600 600 86400 1\n@ NS ns\nns A {address}"));
        Rotating.Configure(sandbox, address);
        Directory.CreateDirectory(sandbox.Keys);
        File.WriteAllText(sandbox.KeyTable, "");
        Measure.Shell($"chown -R opendkim:opendkim {sandbox.Keys} {sandbox.In("run")}");
        using var daemon = Process.Start(Program, ["-f", "-x", sandbox.OpenDkimConfiguration]);
        try
        {
            Measure.Shell($"until [ -S {sandbox.In("run", "opendkim.sock")} ]; do sleep 0.1; kill -0 {daemon.Id} || exit; done");
            Step(session, sandbox, "keys made and published", "Published");
            Thread.Sleep(TimeSpan.FromSeconds(5));
            Step(session, sandbox, "proved and enabled", "Completed");
            Step(session, sandbox, "again, with nothing to do", "Completed");
        }
        finally
        {
            daemon.Kill();
            daemon.WaitForExit();
        }

        Loop(sandbox, address, key);
    }

    private static void Step(ModuleSession session, Sandbox sandbox, string what, string phase)
    {
        File.Delete(sandbox.In("reloads"));
        Outcome? outcome = null;
        var time = Measure.Time(
            () => outcome = session.Run($"1..{Count} | ForEach-Object {{ \"d$_.bulk.example\" }} | Register-DkimDomain"));
        var there = outcome!.Objects.Count(rotation => rotation.Properties["Phase"].Value.ToString() == phase);
        var reloads = File.Exists(sandbox.In("reloads")) ? File.ReadAllLines(sandbox.In("reloads")).Length : 0;
        Measure.Say(
            $"register: {what}: {there} of {Count} in {time.TotalSeconds:0.0} s, {Count / time.TotalSeconds:0}/s, ",
            $"{reloads} reloads, {outcome.Errors.Count} errors");
    }

    /// <summary>The loop proves nothing: it neither waits for DNS nor tests a signature.</summary>
    private static void Loop(Sandbox sandbox, LoopbackAddress address, string key)
    {
        var folder = sandbox.In("loop");
        Directory.CreateDirectory(folder);
        var script = $$"""
            for i in $(seq {{Count}}); do
              d=p$i.bulk.example; k={{folder}}/$d; mkdir $k
              opendkim-genkey -b 2048 -d $d -s mail -D $k
              p=$(tr -d '\n\t "' < $k/mail.txt | sed 's/.*p=\([^)]*\)).*/\1/')
              printf 'server {{address}}\nupdate add mail._domainkey.%s 2 TXT "v=DKIM1; k=rsa; p=%s" "%s"\nsend\n' \
                $d ${p:0:200} ${p:200} | nsupdate -k {{key}}
              sed -i "\$ a mail._domainkey.$d $d:mail:$k/mail.private" {{folder}}/KeyTable
              sed -i "\$ a *@$d mail._domainkey.$d" {{folder}}/SigningTable
            done
            """;
        File.WriteAllText(sandbox.In("loop", "run.sh"), script);
        File.WriteAllText(sandbox.In("loop", "KeyTable"), "# keys\n");
        File.WriteAllText(sandbox.In("loop", "SigningTable"), "# senders\n");
        var time = Measure.Time(() => Measure.Shell($"bash {sandbox.In("loop", "run.sh")}"));
        Measure.Say(
            $"register: the loop (opendkim-genkey, nsupdate, sed): {Count} in {time.TotalSeconds:0.0} s, ",
            $"{Count / time.TotalSeconds:0}/s");
    }
}
