using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>A test with a running OpenDKIM, and BIND on its own address with short TTLs.</summary>
public abstract class RotationTest : IDisposable
{
    private const string Zone = "example.com";

    private LoopbackAddress? address;
    private OpenDkimHost? host;

    protected RotationTest() => Session = new ModuleSession(Sandbox);

    private protected Sandbox Sandbox { get; } = new();

    private protected ModuleSession Session { get; }

    private protected OpenDkimHost Host => host!;

    private protected NameServer Names => Host.Names;

    /// <summary>Statements of named.conf for more zones, which don't accept updates.</summary>
    private protected virtual string StaticZones => "";

    private protected System.Net.IPAddress Address => address!.Address;

    private protected string TsigKey => Sandbox.In("tsig.key");

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        host?.Dispose();
        address?.Dispose();
        Session.Dispose();
        Sandbox.Dispose();
    }

    private protected Outcome Run(string script, params object[] input) => Session.Run(script, input);

    /// <summary>Runs a command that must succeed, and returns its only rotation.</summary>
    private protected DkimRotation Rotate(string arguments)
    {
        var outcome = Run($"Invoke-DkimRotation {arguments}");
        Assert.True(outcome.Errors.Count == 0 && outcome.Objects.Count == 1, outcome.Everything);
        return Read(outcome);
    }

    /// <summary>The only rotation of an outcome, converted because the module's types are in another load context.</summary>
    private protected static DkimRotation Read(Outcome outcome)
    {
        var item = outcome.Objects.Single();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{item} {item.Properties["WaitingFor"].Value} {item.Properties["NextAction"].Value} {item.Properties["NotBefore"].Value:O}");
        return (DkimRotation)item.BaseObject;
    }

    /// <summary>Waits until rotations can continue.</summary>
    private protected static Task UntilDueAsync(params IEnumerable<DkimRotation> rotations)
    {
        var due = rotations.Max(rotation => rotation.NotBefore!.Value) + TimeSpan.FromMilliseconds(200) - DateTime.UtcNow;
        Assert.True(due < TimeSpan.FromMinutes(2), $"The rotation can continue only in {due}.");
        return Task.Delay(due > TimeSpan.Zero ? due : TimeSpan.Zero, TestContext.Current.CancellationToken);
    }

    /// <summary>Starts both daemons; the domains sign with the selector mail, whose records are published.</summary>
    /// <param name="settings">Settings besides servers and publisher, ending in a comma.</param>
    private protected async Task StartAsync(string settings, params string[] domains)
    {
        var missing = OpenDkimHost.Missing ?? LoopbackAddress.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
        UpdatableZone.WriteKey(TsigKey, "hmac-sha256", "dkim-key");
        address = new LoopbackAddress();
        var names = NameServer.StartAt(
            Sandbox.In("dns"), address, "", $"include \"{TsigKey}\";{StaticZones}", "allow-update { key dkim-key; };",
            (Zone, $"$TTL 2\n@ SOA ns hostmaster 1 3600 600 86400 1\n@ NS ns\nns A {address}"));
        var publisher = $"\"publisher\": {{ \"type\": \"DynamicUpdate\", \"server\": \"{address}\", \"keyFile\": "
            + $"\"{TsigKey}\" }}, \"ttl\": 2, ";
        host = new OpenDkimHost(Sandbox, names, publisher + settings);
        Assert.Empty(Run("$input | New-DkimKey", [.. domains]).Errors);
        foreach (var domain in domains)
        {
            PublishByHand("mail", domain);
        }

        await Host.StartAsync();
        Assert.Empty(Run("$input | Enable-DkimSigning", [.. domains]).Errors);
    }

    /// <summary>The answer of dig for a selector of a domain, from the zone's server.</summary>
    private protected string Dig(string selector, string domain) => DigName($"{selector}._domainkey.{domain}");

    /// <summary>The answer of dig for the TXT records of a name, from the zone's server.</summary>
    private protected string DigName(string name)
    {
        using var dig = Process.Start(new ProcessStartInfo(
            "dig", [$"@{address}", "+short", "+norecurse", name, "TXT"])
        {
            RedirectStandardOutput = true,
        })!;
        var text = dig.StandardOutput.ReadToEnd();
        dig.WaitForExit();
        return text.Replace("\" \"", "", StringComparison.Ordinal).Trim('"', '\n');
    }

    /// <summary>Publishes the record of a key manually.</summary>
    private protected void PublishByHand(string selector, string domain)
    {
        var strings = (IEnumerable<string>)Run($"Get-DkimRecord {domain} {selector}")["Strings"]!;
        NsUpdate($"update add {selector}._domainkey.{domain} 2 TXT {string.Join(' ', strings.Select(text => $"\"{text}\""))}");
    }

    /// <summary>Changes the zone externally, with nsupdate.</summary>
    private protected void NsUpdate(string commands)
    {
        using var process = Process.Start(new ProcessStartInfo("nsupdate", ["-k", TsigKey]) { RedirectStandardInput = true })!;
        process.StandardInput.Write($"server {address}\n{commands}\nsend\n");
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
