using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OpteriusDkim;

/// <summary>OpenDKIM with many domains, and two BINDs: one has all zones and accepts updates, the other has some zones otherwise.</summary>
internal sealed partial class SituationHost : IDisposable
{
    private const string Soa = "$TTL 2\n@ SOA nsa.example.com. hostmaster.example.com. 1 3600 600 86400 1\n";

    private const string Settings = """
        "ttl": 2, "delegation": { "selectors": ["mail", "s2"] }, "domains": {
          "*.short.example.com": { "rotation": { "drain": "00:00:02" } },
          "*.revoke.example.com": { "rotation": { "drain": "00:00:02", "retire": "Revoke" } },
          "*.deleg.example.com": { "delegation": { "zone": "ours.example.com" } } },
        """;

    private readonly LoopbackAddress first = new();
    private readonly LoopbackAddress second = new();
    private readonly LoopbackAddress unused = new();
    private readonly NameServer other;
    private readonly Dictionary<string, string> others = [];

    public SituationHost()
    {
        Session = new ModuleSession(Sandbox);
        UpdatableZone.WriteKey(TsigKey, "hmac-sha256", "dkim-key");
        (string Zone, string Servers)[] delegated = [("pair", "ab"), ("half", "ab"), ("lame", "b"), ("dead", "c")];
        var children = string.Concat(
            delegated.SelectMany(child => child.Servers.Select(server => $"{child.Zone} NS ns{server}\n")));
        var names = NameServer.StartAt(
            Sandbox.In("dns"), first, "recursion yes; allow-recursion { any; };", $"include \"{TsigKey}\";",
            "allow-update { key dkim-key; };",
            ("example.com", $"{Soa}@ NS nsa\nnsa A {first}\nnsb A {second}\nnsc A {unused}\n{children}"),
            ("pair.example.com", $"{Soa}@ NS nsa.example.com.\n@ NS nsb.example.com."),
            ("half.example.com", $"{Soa}@ NS nsa.example.com.\n@ NS nsb.example.com."));
        other = NameServer.StartAt(Sandbox.In("dns2"), second, "", "", ("pair.example.com", $"{Soa}@ NS nsa.example.com."));
        Host = new OpenDkimHost(Sandbox, names, Settings);
    }

    public Sandbox Sandbox { get; } = new();

    public ModuleSession Session { get; }

    public OpenDkimHost Host { get; }

    private string TsigKey => Sandbox.In("tsig.key");

    /// <summary>Makes keys mail for domains, publishes their records, and adds them to the tables.</summary>
    public void Begin(IReadOnlyList<string> domains)
    {
        // Two keys are enough: generating one for each domain would take most of the time.
        var (own, shared) = ("sound.example.com", Sandbox.In("keys", domains[1]));
        Do("$input | New-DkimKey", own, domains[1]);
        foreach (var domain in domains.Where(domain => domain != own).Skip(1))
        {
            _ = Tool.RunAsync("cp", "-a", shared, Sandbox.In("keys", domain)).GetAwaiter().GetResult().Successful;
        }

        NsUpdate([.. Session.Run("Get-DkimRecord *").Objects.Select(record => Addition((DkimDnsRecord)record.BaseObject))]);
        foreach (var domain in domains.Where(domain => domain.EndsWith(".deleg.example.com", StringComparison.Ordinal)))
        {
            NsUpdate([.. Session.Run($"Get-DkimRecord {domain} -Delegation").Objects
                .Select(alias => (DkimDnsRecord)alias.BaseObject)
                .Select(alias => $"update add {alias.DnsName} 2 CNAME {alias.Value}")]);
        }

        Edit(keys => keys + string.Concat(domains.Select(domain => $"{Mail(domain)} {domain}:mail:{KeyPath(domain)}\n")),
            signing => signing + string.Concat(domains.Select(domain => $"*@{domain} {Mail(domain)}\n")));
    }

    public static string Mail(string domain) => $"mail._domainkey.{domain}";

    public string KeyPath(string domain, string selector = "mail") => Path.Combine(Sandbox.Keys, domain, selector + ".private");

    public string Journal(string domain) => Sandbox.In("state", "rotation", domain + ".json");

    /// <summary>Runs a command that has to succeed.</summary>
    public Outcome Do(string script, params object[] input)
    {
        var outcome = Session.Run(script, input);
        Assert.True(outcome.Errors.Count == 0, $"{script}: {outcome.Everything}");
        return outcome;
    }

    /// <summary>Publishes the record of a key in the store, as a person would.</summary>
    public void Publish(params IReadOnlyList<(string Domain, string Selector)> keys) => NsUpdate(
    [
        .. Do("$input | ForEach-Object { Get-DkimRecord $_.Item1 $_.Item2 }", [.. keys.Cast<object>()]).Objects
            .Select(record => Addition((DkimDnsRecord)record.BaseObject)),
    ]);

    /// <summary>Replaces what is at the name of a domain's record.</summary>
    public void Replace(string domain, params string[] records)
    {
        var name = Mail(domain);
        NsUpdate([$"update delete {name}", .. records.Select(record => $"update add {name} 2 {record}")]);
    }

    /// <summary>The text of the record of a key in the store.</summary>
    public string TextOf(string domain, string selector = "mail") =>
        string.Concat((IEnumerable<string>)Do($"Get-DkimRecord {domain} {selector}")["Strings"]!);

    /// <summary>A text as the data of a TXT record.</summary>
    public static string Txt(string text) =>
        "TXT " + string.Join(' ', text.Chunk(255).Select(part => $"\"{new string(part)}\""));

    /// <summary>Sets what the second server has in the zone pair.example.com.</summary>
    public void Second(string domain, string? text)
    {
        if (text is not null)
        {
            others[domain] = $"{Mail(domain)}. {Txt(text)}\n";
        }

        other.ReloadFile("pair.example.com", $"{Soa}@ NS nsa.example.com.\n@ NS nsb.example.com.\n{string.Concat(others.Values)}");
    }

    public void EditSigning(Func<string, string> change) => Edit(keys => keys, change);

    public void Edit(Func<string, string> keys, Func<string, string> signing)
    {
        File.WriteAllText(Sandbox.KeyTable, keys(File.ReadAllText(Sandbox.KeyTable)));
        File.WriteAllText(Host.SigningTable, signing(File.ReadAllText(Host.SigningTable)));
    }

    /// <summary>Moves all times of a journal.</summary>
    public void Shift(string domain, TimeSpan by) => File.WriteAllText(
        Journal(domain),
        Time().Replace(File.ReadAllText(Journal(domain)), time =>
            DateTime.Parse(time.Value, null, System.Globalization.DateTimeStyles.RoundtripKind).Add(by).ToString("O")));

    /// <summary>Changes the zones of the first server.</summary>
    public void NsUpdate(params string[] lines)
    {
        using var process = Process.Start(new ProcessStartInfo("nsupdate", ["-k", TsigKey]) { RedirectStandardInput = true })!;
        process.StandardInput.Write($"server {first}\n{string.Concat(lines.Select(line => $"{line}\nsend\n"))}");
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    public void Dispose()
    {
        Host.Dispose();
        other.Dispose();
        Session.Dispose();
        first.Dispose();
        second.Dispose();
        unused.Dispose();
        Sandbox.Dispose();
    }

    private static string Addition(DkimDnsRecord record) =>
        $"update add {record.DnsName} 2 TXT {string.Join(' ', record.Strings.Select(text => $"\"{text}\""))}";

    [GeneratedRegex(@"20\d\d-\d\d-\d\dT[0-9:.]+Z")]
    private static partial Regex Time();
}
