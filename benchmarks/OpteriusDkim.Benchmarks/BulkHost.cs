using System.Diagnostics;
using System.Globalization;

namespace OpteriusDkim;

/// <summary>A host that signs for many domains: keys, tables, a running OpenDKIM, and BIND with their records.</summary>
internal sealed class BulkHost : IDisposable
{
    private const string Program = "/usr/sbin/opendkim";

    private readonly Sandbox sandbox = new();
    private readonly LoopbackAddress address = new();
    private readonly NameServer names;
    private readonly Process daemon;

    public BulkHost(int domains)
    {
        using (var session = new ModuleSession(sandbox))
        {
            var store = new BulkStore(sandbox, session, domains);
            names = NameServer.StartAt(
                sandbox.In("bind"), address, "", "",
                ("bulk.example", $"$TTL 300\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A {address}\n{store.Records(0)}"));
        }

        // A plain file, since the daemon tries the patterns of a refile one after the other for each message.
        var labels = Enumerable.Range(0, domains).Select(number => "d" + number.ToString("00000", CultureInfo.InvariantCulture)).ToArray();
        Rotating.Configure(sandbox, address);
        File.WriteAllText(sandbox.OpenDkimConfiguration, File.ReadAllText(sandbox.OpenDkimConfiguration)
            .Replace("refile:", "file:", StringComparison.Ordinal));
        File.WriteAllLines(sandbox.KeyTable, labels.Select(label =>
            $"mail._domainkey.{label}.bulk.example {label}.bulk.example:mail:{sandbox.Keys}/{label}.bulk.example/mail.private"));
        File.WriteAllLines(
            sandbox.In("SigningTable"), labels.Select(label => $"{label}.bulk.example mail._domainkey.{label}.bulk.example"));
        Measure.Shell($"chown -R opendkim:opendkim {sandbox.Keys} {sandbox.In("run")}; find {sandbox.Keys} -name '*.private' "
            + "-exec chmod 600 {} +");
        daemon = Process.Start(Program, ["-f", "-x", sandbox.OpenDkimConfiguration]);
        Measure.Shell($"until [ -S {sandbox.In("run", "opendkim.sock")} ]; do sleep 0.1; kill -0 {daemon.Id} || exit; done");
        Measure.Shell($"seq 0 {domains - 1} | sed 's/.*/0000&/; s/.*\\(.....\\)$/d\\1.bulk.example/' > {List}");
    }

    /// <summary>Why it can't be made, or null.</summary>
    public static string? Missing =>
        LoopbackAddress.Missing ?? NameServer.Missing ?? (File.Exists(Program) ? null : "OpenDKIM is not installed");

    /// <summary>The module's configuration.</summary>
    public string Configuration => sandbox.ConfigurationPath;

    /// <summary>A folder for other keys.</summary>
    public string OtherKeys => sandbox.In("other");

    /// <summary>A file with the domains, one a line.</summary>
    public string List => sandbox.In("domains.txt");

    public void Dispose()
    {
        daemon.Kill();
        daemon.WaitForExit();
        daemon.Dispose();
        names.Dispose();
        address.Dispose();
        sandbox.Dispose();
    }
}
