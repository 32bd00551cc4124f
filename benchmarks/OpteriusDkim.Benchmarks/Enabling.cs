using System.Diagnostics;
using System.Globalization;

namespace OpteriusDkim;

/// <summary>
/// Enabling 1,000 domains at once in OpenDKIM's tables of 100,000 entries: the edit and the reload beside cp and sort of
/// both tables, memory beside the engine's own, and the proofs apart.
/// </summary>
internal static class Enabling
{
    private const int Entries = 100_000;
    private const int Domains = 1_000;
    private const string Program = "/usr/sbin/opendkim";

    public static void Run()
    {
        if (!Environment.IsPrivilegedProcess || !File.Exists(Program))
        {
            Measure.Say($"enable: skipped: it needs root and OpenDKIM");
            return;
        }

        using var sandbox = new Sandbox();
        using (var session = new ModuleSession(sandbox))
        {
            _ = new BulkStore(sandbox, session, Domains);
        }

        Measure.Shell($"chown -R opendkim:opendkim {sandbox.Keys}");
        Prepare(sandbox);
        using var daemon = Process.Start(Program, ["-f", "-x", sandbox.OpenDkimConfiguration]);
        try
        {
            Measure.Shell($"until [ -S {sandbox.In("run", "opendkim.sock")} ]; do sleep 0.1; kill -0 {daemon.Id} || exit; done");
            Compare(sandbox);
        }
        finally
        {
            daemon.Kill();
            daemon.WaitForExit();
        }
    }

    /// <summary>
    /// A host that signs for 100,000 domains, all with one key. A plain file, since the daemon tries the patterns of a
    /// refile one after the other for each message, and the proofs would measure that.
    /// </summary>
    private static void Prepare(Sandbox sandbox)
    {
        var names = Enumerable.Range(0, Entries)
            .Select(number => "e" + number.ToString("000000", CultureInfo.InvariantCulture) + ".busy.example").ToArray();
        var key = Path.Combine(sandbox.Keys, "d00000.bulk.example", "mail.private");
        File.WriteAllLines(sandbox.KeyTable, names.Select(name => $"mail._domainkey.{name} {name}:mail:{key}"));
        File.WriteAllLines(sandbox.In("SigningTable"), names.Select(name => $"{name} mail._domainkey.{name}"));
        Directory.CreateDirectory(sandbox.In("run"));
        Measure.Shell($"chown opendkim:opendkim {sandbox.In("run")}");
        File.WriteAllText(sandbox.OpenDkimConfiguration, $"""
            UserID opendkim
            Mode s
            Syslog no
            Socket local:{sandbox.In("run", "opendkim.sock")}
            PidFile {sandbox.In("run", "opendkim.pid")}
            KeyTable {sandbox.KeyTable}
            SigningTable file:{sandbox.In("SigningTable")}

            """);
        sandbox.Configure("\"dns\": { \"servers\": [\"127.0.0.1:1\"], \"timeout\": \"00:00:01\" },");
        File.WriteAllText(sandbox.ConfigurationPath, File.ReadAllText(sandbox.ConfigurationPath).Replace(
            "\"signer\": {",
            $"\"signer\": {{ \"reload\": \"echo once >> {sandbox.In("reloads")}; kill -USR1 $(cat {sandbox.In("run", "opendkim.pid")})\",",
            StringComparison.Ordinal));
    }

    private static void Compare(Sandbox sandbox)
    {
        var tables = $"{sandbox.KeyTable} {sandbox.In("SigningTable")}";
        var copy = Measure.Time(() => Measure.Shell(
            $"for table in {tables}; do cp $table $table.copy && sort $table > $table.sorted "
            + "&& rm $table.copy $table.sorted || exit; done"));
        var idle = ChildRun.Of("", "1");
        var enabled = ChildRun.Of(
            sandbox.ConfigurationPath,
            "$names = 0..999 | ForEach-Object { 'd{0:00000}.bulk.example' -f $_ }; "
            + "'enabled ' + @($names | Enable-DkimSigning -Force -Verbose -ConfigurationPath CONFIGURATION).Count");
        var (begin, proving, end) = (enabled.At("BEGIN"), enabled.At("Testing "), enabled.At("END"));
        var edit = proving - begin;
        Measure.Say(
            $"enable: {Domains} domains in tables of {Entries}: edit and reload {edit.TotalSeconds:0.00} s, ",
            $"cp and sort {copy.TotalSeconds:0.00} s; proofs apart {(end - proving).TotalSeconds:0.0} s");
        Measure.Ratio("edit and reload against cp and sort", edit / copy, 10, atLeast: false);
        Measure.Ratio("memory above the engine's own, in 200 MB", (enabled.Megabytes - idle.Megabytes) / 200, 1, atLeast: false);
        Measure.Ratio("reloads", File.ReadAllLines(sandbox.In("reloads")).Length, 1, atLeast: false);
        Measure.Ratio("domains that sign, in 1,000", enabled.NumberOf("enabled") / (double)Domains, 1, atLeast: true);
    }
}
