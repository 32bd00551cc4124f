using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Net;

namespace OpteriusDkim;

/// <summary>Publishing with the API of a real PowerDNS server, checked with its API and with dig.</summary>
public sealed class PowerDnsTests : IDisposable
{
    private const string Domain = "pdns.example.net";
    private const string Name = "mail._domainkey.pdns.example.net";

    private readonly Sandbox sandbox = new();
    private readonly ModuleSession session;
    private readonly PowerDnsServer? server;

    public PowerDnsTests()
    {
        session = new ModuleSession(sandbox);
        Assert.SkipWhen(PowerDnsServer.Missing is not null, PowerDnsServer.Missing ?? "");
        server = PowerDnsServer.Start(sandbox.In("pdns"), IPAddress.Loopback, FreePort.Next(), Domain, "ours.example.org");
        sandbox.Configure(server.Settings);
    }

    private PowerDnsServer Server => server!;

    public void Dispose()
    {
        server?.Dispose();
        session.Dispose();
        sandbox.Dispose();
    }

    [Theory]
    [InlineData("-KeySize 2048")]
    [InlineData("-KeySize 4096")]
    [InlineData("-Algorithm Ed25519")]
    public void A_record_is_published_once_replaced_and_removed(string options)
    {
        var before = Server.RecordsOf(Domain);
        MakeKey(options);

        Publish("Done");
        Assert.Equal(TextOf(), Dig(Name));
        Assert.Equal(before.Length + 1, Server.RecordsOf(Domain).Length);
        Assert.Contains(Server.RecordsOf(Domain), line => line.StartsWith($"{Name}. 3600 TXT \"v=DKIM1; ", StringComparison.Ordinal));
        Publish("AlreadyThere");

        Assert.Empty(session.Run($"New-DkimKey {Domain} {options} -Force -Confirm:$false").Errors);
        Publish("Done");
        Assert.Equal(TextOf(), Dig(Name));
        Assert.Equal(before.Length + 1, Server.RecordsOf(Domain).Length);

        Assert.Equal("Done", Unpublish()["Outcome"]!.ToString());
        Assert.Equal("AlreadyThere", Unpublish()["Outcome"]!.ToString());
        Assert.Equal(before, Server.RecordsOf(Domain));
    }

    [Theory]
    [InlineData(Name, "TXT", "\"v=spf1 -all\"", "ForeignRecord")]
    [InlineData(Name, "CNAME", "elsewhere.example.com.", "NameIsAlias")]
    [InlineData(Name, "NS", "ns.example.com.", "ServiceNameDelegated")]
    [InlineData("_domainkey.pdns.example.net", "NS", "ns.example.com.", "ServiceNameDelegated")]
    [InlineData("_domainkey.pdns.example.net", "DNAME", "_domainkey.example.com.", "ServiceNameDelegated")]
    public void A_foreign_record_is_reported_and_kept(string name, string type, string content, string id)
    {
        MakeKey();
        Server.Put(Domain, name, type, content);
        var before = Server.RecordsOf(Domain);

        foreach (var command in (string[])["Publish", "Unpublish"])
        {
            var result = session.Run($"{command}-DkimRecord {Domain} -Confirm:$false");
            Assert.Equal([id], result.ErrorIds);
            Assert.Equal(ErrorCategory.ResourceBusy, result.Errors[0].CategoryInfo.Category);
        }

        Assert.Equal(before, Server.RecordsOf(Domain));
    }

    [Fact]
    public void Only_the_own_record_is_removed_beside_a_foreign_one()
    {
        MakeKey();
        Publish("Done");
        var own = Server.RecordsOf(Domain).Single(line => line.Contains("DKIM1", StringComparison.Ordinal)).Split(" TXT ")[1];
        Server.Put(Domain, Name, "TXT", "\"a \\\"foreign\\\" one\"", own, "\"another\"");

        Assert.Equal(["ForeignRecord"], session.Run($"Publish-DkimRecord {Domain}").ErrorIds);
        Assert.Equal("Done", Unpublish()["Outcome"]!.ToString());

        Assert.Equal(
            [$"{Name}. 2 TXT \"a \\\"foreign\\\" one\"", $"{Name}. 2 TXT \"another\""],
            Server.RecordsOf(Domain).Where(line => line.StartsWith(Name, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_record_goes_to_the_target_of_an_alias_into_a_zone_of_the_server()
    {
        MakeKey();
        Server.Put(Domain, Name, "CNAME", "mail.pdns.ours.example.org.");

        Publish("Done");

        Assert.Contains(
            Server.RecordsOf("ours.example.org"),
            line => line.StartsWith("mail.pdns.ours.example.org. 3600 TXT \"v=DKIM1", StringComparison.Ordinal));
        Assert.Equal("Verified", session.Run($"Test-DkimDns {Domain}")["Status"]!.ToString());
        Assert.Equal("Done", Unpublish()["Outcome"]!.ToString());
        Assert.DoesNotContain(Server.RecordsOf("ours.example.org"), line => line.Contains("TXT", StringComparison.Ordinal));
    }

    [Fact]
    public void The_zone_with_the_longest_name_gets_the_record()
    {
        MakeKey();
        Server.AddZone($"_domainkey.{Domain}", "Native", IPAddress.Loopback);
        var before = Server.RecordsOf(Domain);

        Publish("Done");

        Assert.Equal(before, Server.RecordsOf(Domain));
        Assert.Contains(Server.RecordsOf($"_domainkey.{Domain}"), line => line.StartsWith(Name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_secondary_zone_is_not_changed()
    {
        Server.AddZone("secondary.example.net", "Slave", IPAddress.Loopback);
        Assert.Empty(session.Run("New-DkimKey secondary.example.net -Algorithm Ed25519").Errors);

        Assert.Equal(["ServiceRefused"], session.Run("Publish-DkimRecord secondary.example.net").ErrorIds);
        Assert.Empty(Server.RecordsOf("secondary.example.net"));
    }

    [Fact]
    public void WhatIf_changes_nothing_and_a_zone_elsewhere_is_an_error()
    {
        MakeKey();
        var before = Server.RecordsOf(Domain);

        Assert.Empty(session.Run($"Publish-DkimRecord {Domain} -WhatIf").Errors);
        Assert.Equal(before, Server.RecordsOf(Domain));

        Assert.Empty(session.Run("New-DkimKey unknown.example -Algorithm Ed25519").Errors);
        Assert.Equal(["ServiceZoneUnknown"], session.Run("Publish-DkimRecord unknown.example").ErrorIds);
    }

    [Fact]
    public void A_wrong_key_is_denied_and_no_stream_shows_it()
    {
        MakeKey();
        File.WriteAllText(Server.KeyFile, "wrong-s3cret\n");

        var result = session.Run(
            $"Publish-DkimRecord {Domain} -Verbose -Debug; Get-DkimConfiguration; $Error | ForEach-Object {{ $_.Exception.ToString() }}");

        Assert.Contains("ServiceDenied", result.ErrorIds);
        Assert.DoesNotContain("wrong-s3cret", result.Everything, StringComparison.Ordinal);
        Assert.All(
            result.Errors, error => Assert.DoesNotContain("wrong-s3cret", error.Exception.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0640")]
    [InlineData("0604")]
    [InlineData("0620")]
    public void A_credential_that_others_can_read_or_write_is_refused(string mode)
    {
        MakeKey();
        File.SetUnixFileMode(Server.KeyFile, (UnixFileMode)Convert.ToInt32(mode, 8));

        var result = session.Run($"Publish-DkimRecord {Domain}");

        Assert.Equal(["CredentialOpen"], result.ErrorIds);
        Assert.DoesNotContain(PowerDnsServer.ApiKey, result.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_is_down_is_a_connection_error()
    {
        MakeKey();
        Server.Dispose();

        var result = session.Run($"Publish-DkimRecord {Domain}");

        Assert.Equal(["ServiceUnreachable"], result.ErrorIds);
        Assert.Equal(ErrorCategory.ConnectionError, result.Errors[0].CategoryInfo.Category);
    }

    [Theory]
    [InlineData("$Name")]
    [InlineData("[System.Net.NetworkCredential]::new('', $Name).SecurePassword")]
    [InlineData("[pscredential]::new('user', [System.Net.NetworkCredential]::new('', $Name).SecurePassword)")]
    public void The_key_comes_from_a_vault(string value)
    {
        MakeKey();
        InstallVault($$"""
            function Get-Secret {
                param([string] $Vault, [string] $Name)
                if ($Vault -ne 'Panel') { throw "no vault $Vault" }
                {{value}}
            }
            """);
        UseCredential($"secret:Panel/{PowerDnsServer.ApiKey}");
        Publish("Done");
        Assert.Equal(TextOf(), Dig(Name));

        UseCredential("secret:Other/x");
        var result = session.Run($"Publish-DkimRecord {Domain}");
        Assert.Equal(["CredentialUnreadable"], result.ErrorIds);
        Assert.Contains("no vault Other", result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
    }

    private void UseCredential(string credential) =>
        sandbox.Configure(Server.Settings.Replace(Server.KeyFile, credential, StringComparison.Ordinal));

    /// <summary>A module with the name of SecretManagement, found by this process.</summary>
    private void InstallVault(string script)
    {
        var folder = sandbox.In("modules", "Microsoft.PowerShell.SecretManagement");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "Microsoft.PowerShell.SecretManagement.psm1"), script);
        Assert.Empty(session.Run($"$env:PSModulePath = '{sandbox.In("modules")}:' + $env:PSModulePath").Errors);
    }

    private void MakeKey(string options = "-Algorithm Ed25519") => Assert.Empty(session.Run($"New-DkimKey {Domain} {options}").Errors);

    private void Publish(string outcome)
    {
        var result = session.Run($"Publish-DkimRecord {Domain}");
        Assert.True(result.Errors.Count == 0, result.Everything);
        Assert.Equal(outcome, result["Outcome"]!.ToString());
    }

    private Outcome Unpublish()
    {
        var result = session.Run($"Unpublish-DkimRecord {Domain} -Confirm:$false");
        Assert.True(result.Errors.Count == 0, result.Everything);
        return result;
    }

    private string TextOf() => string.Concat((IEnumerable<string>)session.Run($"Get-DkimRecord {Domain}")["Strings"]!);

    private string Dig(string name)
    {
        using var dig = Process.Start(new ProcessStartInfo(
            "dig", ["@127.0.0.1", "-p", Server.Port.ToString(CultureInfo.InvariantCulture), "+short", "+norecurse", name, "TXT"])
        {
            RedirectStandardOutput = true,
        })!;
        var text = dig.StandardOutput.ReadToEnd();
        dig.WaitForExit();
        return text.Replace("\" \"", "", StringComparison.Ordinal).Trim('"', '\n');
    }
}
