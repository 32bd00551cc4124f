using System.Globalization;
using System.Management.Automation;

namespace OpteriusDkim;

public sealed class GetDkimSigningTests : CmdletTest
{
    private string SigningTable => Sandbox.In("SigningTable");

    [Fact]
    public void A_key_of_the_store_that_signs_is_shown_without_a_finding()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/opendkim"), "needs root and the user opendkim");
        Assert.Empty(Run("New-DkimKey a.example mail").Errors);
        Tables("mail._domainkey.a.example a.example:mail:{0}/a.example/mail.private", "*@a.example mail._domainkey.a.example");

        var entry = (DkimSigningEntry)Assert.Single(Run("Get-DkimSigning a.example").Objects).BaseObject;

        Assert.Equal(("a.example", "*@a.example", "mail", true), (entry.Domain, entry.Pattern, entry.Selector, entry.InStore));
        Assert.Equal($"{SigningTable}:1", entry.Source);
        Assert.Equal(Path.Combine(Sandbox.Keys, "a.example", "mail.private"), entry.PrivateKeyPath);
        Assert.Empty(entry.Findings);
    }

    [Theory]
    [InlineData("refile", "k a.example:mail:/nowhere/key", "*@a.example k", "KeyFileMissing")]
    [InlineData("refile", "k a.example:mail:{0}/empty", "*@a.example k", "KeyFileEmpty")]
    [InlineData("refile", "", "*@a.example k", "KeyNameUnknown")]
    [InlineData("refile", "", "*@a.example", "SigningLineCrashes")]
    [InlineData("refile", "", "*@a.example ", "SigningLineWithoutKey")]
    [InlineData("refile", "k a.example : mail : /k", "*@a.example k", "KeyTableSpaces")]
    [InlineData("refile", "k a.example:mail", "*@a.example k", "KeyTableLineBroken")]
    [InlineData("refile", "k a.example:mail:MIIBVgIBADANBg", "*@a.example k", "KeyInTable")]
    [InlineData("refile", "k a.example:mail:/k", "a.example k", "BareDomainInRefile")]
    [InlineData("refile", "k a.example:mail:/k", "*@* k", "SignsForEverybody")]
    [InlineData("refile", "k a.example:mail:/k", " *@a.example k", "SigningLineIgnored")]
    [InlineData("refile", "k a.example:mail:/k", "*@(a.example k", "PatternBroken")]
    [InlineData("refile", "k a.example:mail:/k", "*@*.example k\n*@a.example k", "EntryShadowed")]
    [InlineData("file", "k a.example:mail:/k", "*@a.example k", "WildcardInPlainFile")]
    public void A_change_that_would_fail_is_reported_in_advance(string type, string keys, string signing, string code)
    {
        File.WriteAllText(Sandbox.In("empty"), "");
        Tables(keys.Replace("{0}/empty", Sandbox.In("empty"), StringComparison.Ordinal), signing, type);

        var entries = Run("Get-DkimSigning").Objects.Select(item => (DkimSigningEntry)item.BaseObject);

        Assert.Contains(code, entries.SelectMany(entry => entry.Findings).Select(finding => finding.Code));
    }

    public static TheoryData<string, string> WeakKeyFiles => new()
    {
        { PublishedKeys.Rfc6376, "ExampleKey" },
        { PublishedKeys.Rfc8463, "ExampleKey" },
        { WeakRsaKeys.Pem(WeakRsaKeys.ClosePrimes(1024, 1000)), "PrimesClose" },
        { WeakRsaKeys.Pem(WeakRsaKeys.RocaPrimes(1024)), "RocaKey" },
    };

    [Theory]
    [MemberData(nameof(WeakKeyFiles))]
    public void A_weak_key_in_the_tables_is_found(string content, string code)
    {
        File.WriteAllText(Sandbox.In("old.private"), content);
        Tables("k a.example:mail:" + Sandbox.In("old.private"), "*@a.example k");

        var entry = (DkimSigningEntry)Assert.Single(Run("Get-DkimSigning a.example").Objects).BaseObject;

        Assert.Contains(code, entry.Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void A_path_with_terminal_control_characters_is_shown_escaped()
    {
        Tables("k a.example:mail:/x\u001b[2Jy", "*@a.example k");

        var entry = (DkimSigningEntry)Assert.Single(Run("Get-DkimSigning a.example").Objects).BaseObject;

        Assert.DoesNotContain("\u001b[2J", View.Show(PSObject.AsPSObject(entry), 80), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_other_users_can_read_is_reported()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/opendkim"), "needs root and the user opendkim");
        MakeKeys("mail._domainkey.a.example");
        File.SetUnixFileMode(Path.Combine(Sandbox.Keys, "a.example", "mail.private"), (UnixFileMode)0x1A4);
        Tables("k a.example:mail:{0}/a.example/mail.private", "*@a.example k");

        Assert.Contains("Error", Run("(Get-DkimSigning a.example).Findings.Severity").Objects.Select(item => item.ToString()));
    }

    [Fact]
    public void A_domain_gets_the_lines_that_decide_about_it_and_a_pattern_those_it_names()
    {
        Tables("k b.example:mail:/k", "bob@a.example k\n*@a.example k\n*@b.example k\n*@* k");

        Assert.Equal(["*@a.example", "bob@a.example"], Each(Run("Get-DkimSigning a.example"), "Pattern"));
        Assert.Equal(["*@*"], Each(Run("Get-DkimSigning c.example"), "Pattern"));
        Assert.Equal(["*@a.example", "*@b.example"], Each(Run("Get-DkimSigning *.example"), "Pattern"));
        Assert.Equal(4, Run("Get-DkimSigning").Objects.Count);
    }

    [Fact]
    public void Mail_of_a_domain_with_entries_for_single_addresses_only_is_unsigned()
    {
        Tables("k a.example:mail:/k", "bob@a.example k");

        var shown = Run("Get-DkimSigning a.example");

        Assert.Empty(shown.Errors);
        var entries = shown.Objects.Select(item => (DkimSigningEntry)item.BaseObject).ToArray();
        Assert.Equal([null, "bob@a.example"], entries.Select(entry => entry.Pattern));
        Assert.Equal([DkimSigningOutcome.Unsigned, DkimSigningOutcome.TemporaryFailure], entries.Select(entry => entry.Outcome));
        Assert.Contains("OnlySomeSigned", entries[0].Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void A_domain_that_nothing_signs_for_is_an_error()
    {
        Tables("", "");

        var shown = Run("Get-DkimSigning a.example");

        Assert.Equal(["NothingSigns"], shown.ErrorIds);
        var entry = (DkimSigningEntry)Assert.Single(shown.Objects).BaseObject;
        Assert.Equal(("a.example", null, DkimSigningOutcome.Unsigned), (entry.Domain, entry.Pattern, entry.Outcome));
        Assert.Contains("NothingSigns", entry.Findings.Select(finding => finding.Code));
        Assert.Empty(Run("Get-DkimSigning *").Errors);
    }

    [Fact]
    public void A_single_key_configuration_is_shown_for_each_of_its_domains()
    {
        File.WriteAllText(Sandbox.OpenDkimConfiguration, "Domain a.example, b.example\nSelector s1\nKeyFile /keys/k\n");

        var shown = Run("Get-DkimSigning");

        Assert.Equal(["a.example", "b.example"], Each(shown, "Domain"));
        Assert.Equal(["s1", "s1"], Each(shown, "Selector"));
        Assert.Contains("Initialize-DkimSigner", Assert.Single(shown.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("smtpd_milters = inet:localhost:8891\nnon_smtpd_milters = $smtpd_milters\n", 0)]
    [InlineData("smtpd_milters =\n  inet:[::1]:8890,\n# between\n  { inet:127.0.0.1:8891, connect_timeout=10s }\n", 1)]
    [InlineData("smtpd_milters = unix:opendkim/opendkim.sock\n", 1)]
    [InlineData("myhostname = x\n", 1)]
    public void Postfix_that_does_not_pass_its_mail_to_the_milter_is_reported(string main, int missing)
    {
        Tables("k a.example:mail:/k", "*@a.example k", more: "Socket inet:8891@localhost");
        File.WriteAllText(Sandbox.In("main.cf"), main);

        var findings = ((DkimSigningEntry)Assert.Single(Run("Get-DkimSigning").Objects).BaseObject).Findings;

        Assert.Equal(missing, findings.Count(finding => finding.Code == "PostfixNotWired"));
    }

    [Theory]
    [InlineData("SetupPolicyScript {0}", "PolicyScriptDecides", DkimSigningOutcome.Unreachable)]
    [InlineData("ScreenPolicyScript {0}", "PolicyScriptDecides", DkimSigningOutcome.Unreachable)]
    [InlineData("FinalPolicyScript {0}", "PolicyScriptDecides", DkimSigningOutcome.Unreachable)]
    [InlineData("FinalPolicyScript {0}\nMaximumHeaders 5", "HeaderLimitLow", DkimSigningOutcome.TemporaryFailure)]
    [InlineData("MaximumHeaders 500", "HeaderLimitLow", DkimSigningOutcome.TemporaryFailure)]
    [InlineData("DontSignMailTo b@y.example", "RecipientsNotSigned", DkimSigningOutcome.TemporaryFailure)]
    [InlineData("SenderHeaders Sender,From", "SenderFieldDecides", DkimSigningOutcome.TemporaryFailure)]
    [InlineData("SenderHeaders To", "SenderFieldDecides", DkimSigningOutcome.Unsigned)]
    public void A_directive_that_overrides_the_tables_is_reported(string directive, string code, DkimSigningOutcome outcome)
    {
        var script = Sandbox.In("script.lua");
        File.WriteAllText(script, "return nil\n");
        Tables("k a.example:mail:/nowhere/k", "*@a.example k", more: string.Format(CultureInfo.InvariantCulture, directive, script));

        var shown = Run("Get-DkimSigning a.example");

        Assert.Empty(shown.Errors);
        var entry = (DkimSigningEntry)Assert.Single(shown.Objects).BaseObject;
        Assert.Equal(outcome, entry.Outcome);
        Assert.Contains(code, entry.Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void A_script_may_sign_where_no_table_does()
    {
        File.WriteAllText(Sandbox.In("script.lua"), "return nil\n");
        Tables("k a.example:mail:/nowhere/k", "*@b.example k", more: $"SetupPolicyScript {Sandbox.In("script.lua")}");

        var shown = Run("Get-DkimSigning a.example");

        Assert.Empty(shown.Errors);
        var entry = (DkimSigningEntry)Assert.Single(shown.Objects).BaseObject;
        Assert.Equal(DkimSigningOutcome.Unreachable, entry.Outcome);
        Assert.DoesNotContain("NothingSigns", entry.Findings.Select(finding => finding.Code));
    }

    private void Tables(string keys, string signing, string type = "refile", string more = "")
    {
        File.WriteAllText(Sandbox.KeyTable, string.Format(CultureInfo.InvariantCulture, keys, Sandbox.Keys) + "\n");
        File.WriteAllText(SigningTable, signing + "\n");
        File.WriteAllText(
            Sandbox.OpenDkimConfiguration,
            $"UserID opendkim\nSocket inet:8891@127.0.0.1\nKeyTable {Sandbox.KeyTable}\nSigningTable {type}:{SigningTable}\n{more}\n");
    }
}
