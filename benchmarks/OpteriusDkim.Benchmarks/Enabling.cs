using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

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

    /// <summary>Runs a script in a child process: prints each line of its output with the time, then the peak memory.</summary>
    /// <param name="configuration">The module's configuration; empty for the engine without the module.</param>
    /// <param name="script">The script.</param>
    public static int Child(string configuration, string script)
    {
        var state = InitialSessionState.CreateDefault2();
        if (configuration.Length > 0)
        {
            state.ImportPSModule([Repository.Manifest]);
        }

        using var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        using var shell = PowerShell.Create();
        shell.Runspace = runspace;
        using var output = new PSDataCollection<PSObject>();
        output.DataAdded += (_, added) => Say(output[added.Index].ToString());
        shell.Streams.Verbose.DataAdded += (_, added) => Say(shell.Streams.Verbose[added.Index].Message);
        Say("BEGIN");
        shell.AddScript(script.Replace("CONFIGURATION", configuration, StringComparison.Ordinal))
            .Invoke<PSObject, PSObject>(null, output, null);
        Say("END");
        Console.WriteLine(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)));
        return shell.HadErrors ? 1 : 0;

        static void Say(string line) => Console.WriteLine($"{DateTime.UtcNow.Ticks} {line}");
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
        var idle = Run("", "1");
        var enabled = Run(
            sandbox.ConfigurationPath,
            "$names = 0..999 | ForEach-Object { 'd{0:00000}.bulk.example' -f $_ }; "
            + "'enabled ' + @($names | Enable-DkimSigning -Force -Verbose -ConfigurationPath CONFIGURATION).Count");
        var (begin, proving, end) = (At(enabled, "BEGIN"), At(enabled, "Testing "), At(enabled, "END"));
        var edit = proving - begin;
        Measure.Say(
            $"enable: {Domains} domains in tables of {Entries}: edit and reload {edit.TotalSeconds:0.00} s, ",
            $"cp and sort {copy.TotalSeconds:0.00} s; proofs apart {(end - proving).TotalSeconds:0.0} s");
        Measure.Ratio("edit and reload against cp and sort", edit / copy, 10, atLeast: false);
        Measure.Ratio("memory above the engine's own, in 200 MB", (Peak(enabled) - Peak(idle)) / (200.0 * 1024), 1, atLeast: false);
        Measure.Ratio("reloads", File.ReadAllLines(sandbox.In("reloads")).Length, 1, atLeast: false);
        Measure.Ratio("domains that sign, in 1,000", Signing(enabled) / (double)Domains, 1, atLeast: true);
    }

    private static string[] Run(string configuration, string script)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, ["child", configuration, script]) { RedirectStandardOutput = true })!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n');
        process.WaitForExit();
        return process.ExitCode == 0 ? lines : throw new InvalidOperationException(string.Join('\n', lines));
    }

    private static TimeSpan At(string[] lines, string text) => TimeSpan.FromTicks(long.Parse(
        lines.First(line => line.Contains(text, StringComparison.Ordinal)).Split(' ')[0], CultureInfo.InvariantCulture));

    private static int Signing(string[] lines) => int.Parse(
        lines.First(line => line.Contains(" enabled ", StringComparison.Ordinal)).Split(' ')[2], CultureInfo.InvariantCulture);

    /// <summary>The most memory, in kB.</summary>
    private static double Peak(string[] lines) => double.Parse(
        lines.First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
