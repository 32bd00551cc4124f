using System.Globalization;

namespace OpteriusDkim;

/// <summary>Publishing with a stand-in for Posh-ACME whose plugin changes BIND, as the plugins of the module change services.</summary>
public sealed class PoshAcmeTests : PublishingTest
{
    private const string Secret = "s3cret-t0ken";
    private const string Domain = "example.com";
    private const string Name = "mail._domainkey.example.com";

    // As in the module's own plugins: mandatory secrets, and other parameters of all kinds.
    private const string Plugin = """
        function Get-CurrentPluginType { 'dns-01' }
        function Add-DnsTxt {
            [CmdletBinding()]
            param(
                [Parameter(Mandatory)] [string] $RecordName, [Parameter(Mandatory)] [string] $TxtValue,
                [Parameter(Mandatory)] [securestring] $Token, [pscredential] $Account, [string] $TokenInsecure,
                [int] $Port, [string] $KeyFile, [switch] $Broken, [Parameter(ValueFromRemainingArguments)] $ExtraParams)
            Assert-Token $Token
            if ($Broken) { $PSCmdlet.WriteWarning("about $TokenInsecure"); throw "the service refuses $($TokenInsecure)" }
            if ($Account -and ($Account.UserName -ne 'me' -or $Account.GetNetworkCredential().Password -ne 'pass:word')) {
                throw 'wrong account'
            }
            Send-Update "update add $RecordName 300 TXT $(Split-Text $TxtValue)" $Port $KeyFile
        }
        function Remove-DnsTxt {
            [CmdletBinding()]
            param(
                [Parameter(Mandatory)] [string] $RecordName, [Parameter(Mandatory)] [string] $TxtValue,
                [Parameter(Mandatory)] [securestring] $Token,
                [int] $Port, [string] $KeyFile, [Parameter(ValueFromRemainingArguments)] $ExtraParams)
            Assert-Token $Token
            Send-Update "update delete $RecordName TXT $(Split-Text $TxtValue)" $Port $KeyFile
        }
        function Save-DnsTxt {
            [CmdletBinding()]
            param([Parameter(ValueFromRemainingArguments)] $ExtraParams)
        }
        function Split-Text {
            param($Text)
            $strings = for ($at = 0; $at -lt $Text.Length; $at += 255) { $Text.Substring($at, [Math]::Min(255, $Text.Length - $at)) }
            @($strings | ForEach-Object { "`"$_`"" }) -join ' '
        }
        function Assert-Token {
            param($Token)
            if ([pscredential]::new('a', $Token).GetNetworkCredential().Password -ne 's3cret-t0ken') { throw 'wrong token' }
        }
        """;

    private const string Module = """
        function Send-Update {
            param($Line, $Port, $KeyFile)
            $commands = [IO.Path]::GetTempFileName()
            [IO.File]::WriteAllText($commands, "server 127.0.0.1 $Port`n$Line`nsend`n")
            nsupdate -k $KeyFile $commands
            [IO.File]::Delete($commands)
            if ($LASTEXITCODE -ne 0) { throw 'nsupdate failed' }
        }
        """;

    [Theory]
    [InlineData("-KeySize 2048")]
    [InlineData("-Algorithm Ed25519")]
    public void A_record_is_published_once_replaced_and_removed(string options)
    {
        Install();
        MakeKey(Domain, options);

        AssertPublished(Server!, Domain);
        AssertPublished(Server!, Domain, "AlreadyThere");
        Assert.Empty(Run($"New-DkimKey {Domain} {options} -Force -Confirm:$false").Errors);
        AssertPublished(Server!, Domain);

        Assert.Equal("Done", Run($"Unpublish-DkimRecord {Domain} -Confirm:$false")["Outcome"]!.ToString());
        Assert.Empty(Dig(Server!, Name));
    }

    [Fact]
    public void A_foreign_record_is_reported_and_kept()
    {
        Install($"{Name}. TXT \"v=spf1 -all\"");
        MakeKey(Domain);

        AssertRefused($"Publish-DkimRecord {Domain}", "ForeignRecord");
        AssertRefused($"Unpublish-DkimRecord {Domain} -Confirm:$false", "ForeignRecord");
        Assert.Equal(["v=spf1 -all"], Dig(Server!, Name));
    }

    [Fact]
    public void Secrets_reach_the_plugin_in_the_types_of_its_parameters()
    {
        Install();
        MakeKey(Domain);
        Use($"\"Account=file:{PrivateFile("account", "me:pass:word")}\", \"TokenInsecure=file:{PrivateFile("plain", Secret)}\"");

        AssertPublished(Server!, Domain);
    }

    [Fact]
    public void A_failure_is_an_error_without_secrets()
    {
        Install();
        MakeKey(Domain);
        Use($"\"Broken=true\", \"TokenInsecure=file:{PrivateFile("plain", Secret)}\"");

        var result = Run($"Publish-DkimRecord {Domain} -Verbose");

        Assert.Equal(["PluginFailed"], result.ErrorIds);
        Assert.Contains("the service refuses ***", result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("about ***", result.Verbose);
        Assert.DoesNotContain(Secret, result.Everything, StringComparison.Ordinal);
        Assert.Empty(Dig(Server!, Name));
    }

    [Theory]
    [InlineData("Token=s3cret-t0ken", "PluginFailed", "is a secret: write it as file:/PATH")]
    [InlineData("Nothing=1", "PluginFailed", "the plugin has no parameter Nothing")]
    [InlineData("s3cret-t0ken", "PluginArgumentInvalid", "an equals sign")]
    [InlineData("Token=file:relative", "PluginArgumentInvalid", "Token")]
    [InlineData("Token=secret:Vault", "PluginArgumentInvalid", "Token")]
    [InlineData("Token=file:/nonexistent", "CredentialUnreadable", "file not found")]
    public void An_argument_that_can_not_be_used_is_an_error_that_does_not_show_it(string argument, string id, string words)
    {
        Install();
        MakeKey(Domain);
        Configure("Stand-In", $"\"{argument}\"");

        var result = Run($"Publish-DkimRecord {Domain}");

        Assert.Equal([id], result.ErrorIds);
        Assert.Contains(words, result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, result.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_plugin_is_an_error()
    {
        Install();
        MakeKey(Domain);
        Configure("Unknown", "\"a=b\"");

        var result = Run($"Publish-DkimRecord {Domain}");

        Assert.Equal(["PluginFailed"], result.ErrorIds);
        Assert.Contains("Posh-ACME 4.32.0 has no plugin Unknown", result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
    }

    /// <summary>Starts BIND, and installs the module where this process finds it.</summary>
    private void Install(string records = "")
    {
        Serve(records);
        var folder = Sandbox.In("modules", "Posh-ACME");
        Directory.CreateDirectory(Path.Combine(folder, "Plugins"));
        File.WriteAllText(Path.Combine(folder, "Posh-ACME.psm1"), Module);
        File.WriteAllText(
            Path.Combine(folder, "Posh-ACME.psd1"),
            "@{ RootModule = 'Posh-ACME.psm1'; ModuleVersion = '4.32.0'; FunctionsToExport = @() }");
        File.WriteAllText(Path.Combine(folder, "Plugins", "Stand-In.ps1"), Plugin);
        Assert.Empty(Run($"$env:PSModulePath = '{Sandbox.In("modules")}:' + $env:PSModulePath").Errors);
        Use();
    }

    private void Use(string more = "") => Configure(
        "Stand-In",
        $"\"Token=file:{PrivateFile("token", Secret)}\", \"Port={Server!.Port.ToString(CultureInfo.InvariantCulture)}\", "
            + $"\"KeyFile={Server.KeyFile}\"{(more.Length > 0 ? ", " + more : "")}");

    private void Configure(string plugin, string arguments) => Sandbox.Configure($$"""
        "publisher": { "type": "PoshAcme", "plugin": "{{plugin}}", "pluginArguments": [{{arguments}}] },
        "dns": { "servers": ["{{Server!.Address}}"], "timeout": "00:00:05" },
        """);

    private string PrivateFile(string name, string content)
    {
        var path = Sandbox.In(name);
        File.WriteAllText(path, content + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }
}
