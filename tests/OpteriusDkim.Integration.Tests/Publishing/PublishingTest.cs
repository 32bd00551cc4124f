using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace OpteriusDkim;

/// <summary>A test with a server that accepts updates, a store and a session; DNS is checked with dig.</summary>
public abstract class PublishingTest : IDisposable
{
    private readonly List<UpdatableZone> zones = [];

    private protected Sandbox Sandbox { get; } = new();

    private protected ModuleSession Session { get; }

    /// <summary>The most recently started server.</summary>
    private protected UpdatableZone? Server => zones.LastOrDefault();

    protected PublishingTest() => Session = new ModuleSession(Sandbox);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        zones.ForEach(zone => zone.Dispose());
        Session.Dispose();
        Sandbox.Dispose();
    }

    private protected Outcome Run(string script) => Session.Run(script);

    /// <summary>Starts a server and configures publishing below example.com there.</summary>
    private protected UpdatableZone Serve(
        string records, string algorithm = "hmac-sha256", string permission = "allow-update { key dkim-key; };") =>
        Serve(algorithm, permission, ("example.com", records));

    private protected UpdatableZone Serve(string algorithm, string permission, params (string Zone, string Records)[] served)
    {
        Assert.SkipWhen(NameServer.Missing is not null, NameServer.Missing ?? "");
        var zone = UpdatableZone.Start(
            Sandbox.In("bind" + zones.Count.ToString(CultureInfo.InvariantCulture)), algorithm, permission, served);
        zones.Add(zone);
        Sandbox.Configure(zone.Settings);
        return zone;
    }

    /// <summary>Makes a key of the store.</summary>
    private protected void MakeKey(string domain, string options = "-Algorithm Ed25519") =>
        Assert.Empty(Run($"New-DkimKey {domain} {options}").Errors);

    /// <summary>The value of a key's record in zone-file syntax.</summary>
    private protected string ValueOf(string domain, string selector = "mail") =>
        (string)Run($"Get-DkimRecord {domain} {selector}")["Value"]!;

    /// <summary>The TXT records at a name, from dig: sorted, strings joined.</summary>
    private protected static string[] Dig(UpdatableZone zone, string name, string type = "TXT")
    {
        using var dig = Process.Start(new ProcessStartInfo(
            "dig", ["@127.0.0.1", "-p", zone.Port.ToString(CultureInfo.InvariantCulture), "+short", "+norecurse", name, type])
        {
            RedirectStandardOutput = true,
        })!;
        var lines = dig.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        dig.WaitForExit();
        return [.. lines.Select(line => line.Replace("\" \"", "", StringComparison.Ordinal).Trim('"')).Order(StringComparer.Ordinal)];
    }

    /// <summary>Changes a zone externally, with nsupdate.</summary>
    private protected static void NsUpdate(UpdatableZone zone, string commands)
    {
        using var process = Process.Start(new ProcessStartInfo("nsupdate", ["-k", zone.KeyFile]) { RedirectStandardInput = true })!;
        process.StandardInput.Write($"server 127.0.0.1 {zone.Port.ToString(CultureInfo.InvariantCulture)}\n{commands}\nsend\n");
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private protected void AssertPublished(UpdatableZone zone, string domain, string outcome = "Done")
    {
        var result = Run($"Publish-DkimRecord {domain}");
        Assert.True(result.Errors.Count == 0, result.Everything);
        Assert.Equal(outcome, result["Outcome"]!.ToString());
        var text = string.Concat((IEnumerable<string>)Run($"Get-DkimRecord {domain}")["Strings"]!);
        Assert.Equal([text], Dig(zone, $"mail._domainkey.{domain}"));
    }

    private protected void AssertRefused(string command, string id, ErrorCategory? category = null)
    {
        var result = Run(command);
        Assert.True(result.ErrorIds is [var only] && only == id, result.Everything);
        Assert.Empty(result.Objects);
        Assert.Equal(category ?? result.Errors[0].CategoryInfo.Category, result.Errors[0].CategoryInfo.Category);
    }
}
