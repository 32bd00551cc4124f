using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>Publishing by scripts in the hosted engine, checked with BIND.</summary>
public sealed class ScriptPublisherTests : PublishingTest
{
    [Fact]
    public void A_script_receives_its_task_and_its_output_is_forwarded()
    {
        Serve("");
        MakeKey("example.com", "-KeySize 2048");
        Publisher("""
            $PSCmdlet.WriteWarning('a warning')
            "$Action $($Record.Domain) $($Record.Selector) $($Record.Name) $($Record.Type) $($Record.Ttl) $($Record.Strings.Count) " +
                $Record.Strings.GetType().Name
            "$($Record.Value -eq ($Record.Strings -join '')) $($Record.Value -eq "v=DKIM1; k=rsa; p=$($Record.PublicKey)")"
            """);

        var result = Run("Publish-DkimRecord example.com -Verbose");

        Assert.Empty(result.Errors);
        Assert.Equal("Done", result["Outcome"]!.ToString());
        Assert.Contains("Publish example.com mail mail._domainkey.example.com TXT 3600 2 String[]", result.Verbose);
        Assert.Contains("True True", result.Verbose);
        Assert.Contains("a warning", result.Verbose);
    }

    [Theory]
    [InlineData(
        "$PSCmdlet.WriteError([Management.Automation.ErrorRecord]::new([Exception]::new('no token'), 'x', 'NotSpecified', $null))",
        "no token")]
    [InlineData("throw 'no token'", "no token")]
    [InlineData("exit 3", "exit code 3")]
    [InlineData("/bin/sh -c 'exit 7'", "exit code 7")]
    [InlineData("NoSuch-Command", "NoSuch-Command")]
    [InlineData("if (", "")]
    [InlineData("Read-Host 'token'", "")]
    public void A_script_that_fails_is_an_error_with_its_output(string script, string words)
    {
        Serve("");
        MakeKey("example.com");
        Publisher(script);

        var result = Run("Publish-DkimRecord example.com");

        Assert.Equal(["PublishScriptFailed"], result.ErrorIds);
        Assert.Contains(words, result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Empty(result.Objects);
    }

    [Theory]
    [InlineData("exit 0")]
    [InlineData("/bin/sh -c 'exit 7'; exit 0")]
    [InlineData("try { throw 'never mind' } catch { }")]
    public void A_script_that_exits_with_0_has_succeeded(string script)
    {
        Serve("");
        MakeKey("example.com");
        Publisher(script);

        Assert.Equal("Done", Run("Publish-DkimRecord example.com")["Outcome"]!.ToString());
    }

    [Fact]
    public void Existing_and_foreign_records_do_not_start_a_script()
    {
        MakeKey("example.com");
        MakeKey("taken.example.com");
        MakeKey("alias.example.com");
        Serve($"mail._domainkey TXT {ValueOf("example.com")}\nmail._domainkey.taken TXT x\nmail._domainkey.alias CNAME there");
        Publisher("throw 'it ran'");

        Assert.Equal("AlreadyThere", Run("Publish-DkimRecord example.com")["Outcome"]!.ToString());
        AssertRefused("Publish-DkimRecord taken.example.com", "ForeignRecord");
        AssertRefused("Unpublish-DkimRecord taken.example.com -Confirm:$false", "ForeignRecord");
        AssertRefused("Publish-DkimRecord alias.example.com", "NameIsAlias");
    }

    [Fact]
    public void WhatIf_runs_no_script()
    {
        Serve("");
        MakeKey("example.com");
        Publisher("throw 'it ran'");

        Assert.Empty(Run("Publish-DkimRecord example.com -WhatIf").Errors);
    }

    [Fact]
    public void A_script_has_a_session_of_its_own()
    {
        Serve("");
        MakeKey("example.com");
        Publisher("if ($mine) { throw 'it sees the caller' }; $global:theirs = 1");

        Assert.Empty(Run("$global:mine = 1; Publish-DkimRecord example.com").Errors);
        Assert.Equal(false, Run("$null -ne $global:theirs").Objects.Single().BaseObject);
    }

    [Theory]
    [InlineData("Start-Wait")]
    [InlineData("/bin/sleep 60")]
    public async Task A_stop_ends_a_script(string wait)
    {
        Serve("");
        MakeKey("example.com");
        var started = Sandbox.In("started");
        Publisher(
            $"[IO.File]::WriteAllText('{started}', ''); "
            + wait.Replace("Start-Wait", "while ($true) { [Threading.Thread]::Sleep(10) }", StringComparison.Ordinal));
        using var shell = Session.Start("Publish-DkimRecord example.com");
        var running = shell.BeginInvoke();
        for (var since = Stopwatch.StartNew(); !File.Exists(started) && since.Elapsed < TimeSpan.FromSeconds(30);)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        var watch = Stopwatch.StartNew();
        shell.Stop();

        Assert.True(running.IsCompleted);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void The_nsupdate_example_publishes_and_removes()
    {
        var zone = Serve("");
        MakeKey("example.com", "-KeySize 4096");
        Publisher(NsUpdateFor(zone));

        AssertPublished(zone, "example.com");
        AssertPublished(zone, "example.com", "AlreadyThere");
        Assert.Equal("Done", Run("Get-DkimRecord example.com -Testing | Publish-DkimRecord")["Outcome"]!.ToString());
        Assert.Contains("t=y", Assert.Single(Dig(zone, "mail._domainkey.example.com")), StringComparison.Ordinal);
        Assert.Equal("Done", Run("Unpublish-DkimRecord example.com -Confirm:$false")["Outcome"]!.ToString());
        Assert.Empty(Dig(zone, "mail._domainkey.example.com"));
    }

    [Fact]
    public void The_nsupdate_example_checks_the_result_and_reports_why_it_fails()
    {
        var zone = Serve("mail._domainkey TXT \"v=spf1 -all\"\nmail._domainkey.alias CNAME there");
        MakeKey("example.com");
        MakeKey("alias.example.com");
        MakeKey("elsewhere.example.net");
        var wrapper = Publisher(NsUpdateFor(zone));
        var direct = $$"""
            foreach ($domain in 'example.com', 'alias.example.com', 'elsewhere.example.net') {
                $record = Get-DkimRecord $domain -Provider PlainText
                $key = (Get-DkimKey $domain).PublicKey
                $told = [pscustomobject]@{
                    Name = "mail._domainkey.$domain"; Ttl = 60; Value = $record.Value; Strings = $record.Strings; PublicKey = $key
                }
                try { & '{{wrapper}}' -Action Publish -Record $told; 'done' } catch { "$_" }
            }
            """;

        var said = Run(direct).Objects.Select(item => item.ToString()).ToArray();

        Assert.Equal(3, said.Length);
        Assert.Contains("v=spf1 -all", said[0], StringComparison.Ordinal);
        Assert.Contains("CNAME", said[1], StringComparison.Ordinal);
        Assert.DoesNotContain("done", said);
        Assert.Equal(["v=spf1 -all"], Dig(zone, "mail._domainkey.example.com"));
        Assert.Empty(Dig(zone, "mail._domainkey.alias.example.com").Except(["there.example.com."]));
    }

    private static string NsUpdateFor(UpdatableZone zone) =>
        $"& '{Path.Combine(Repository.Root, "examples", "publishers", "nsupdate.ps1")}' -Action $Action -Record $Record -Server "
        + $"127.0.0.1 -Port {zone.Port} -KeyFile '{zone.KeyFile}'";

    /// <summary>Settings that publish records with a script and query the started server.</summary>
    private string Publisher(string script)
    {
        var path = Sandbox.In("publish.ps1");
        File.WriteAllText(path, "[CmdletBinding()] param($Action, $Record)\n" + script);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Sandbox.Configure($$"""
            "publisher": { "type": "Script", "script": "{{path}}" },
            "dns": { "servers": ["{{Server!.Address}}"], "timeout": "00:00:05" },
            """);
        return path;
    }
}
