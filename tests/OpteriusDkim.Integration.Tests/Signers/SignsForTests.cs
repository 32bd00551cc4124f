namespace OpteriusDkim;

/// <summary>For which mail OpenDKIM signs, as the running daemon itself shows.</summary>
public sealed class SignsForTests : OpenDkimTest
{
    private const string Domain = "one.example.com";
    private const string Logins = "Authenticated, AuthenticatedWithoutDomain, OtherEnvelopeSender";
    private const string Master = "smtp inet n - n - - smtpd\npickup unix n - n 60 1 pickup\ncleanup unix n - n - 0 cleanup\n";
    private const string Submission = Master + "submission inet n - n - - smtpd\n -o smtpd_sasl_auth_enable=yes\n";

    [Theory]
    [InlineData("", "Local, " + Logins, null, "")]
    [InlineData("ExternalIgnoreList 10.0.0.0/8", "Local, " + Logins, null, "")]
    [InlineData("InternalHosts 10.0.0.0/8", "Network, " + Logins, "OriginUnsigned", "InternalHosts")]
    [InlineData("InternalHosts csl:127.0.0.1,192.168.0.0/16", "Local, Network, " + Logins, null, "")]
    [InlineData("InternalHosts localhost, 10.1.2.3", "Local, Network, " + Logins, null, "")]
    [InlineData("InternalHosts .corp.example", "Network, " + Logins, "OriginUnsigned", "InternalHosts")]
    [InlineData("InternalHosts [10.1.2.3]", "Network, " + Logins, "OriginUnsigned", "InternalHosts")]
    [InlineData("InternalHosts {list}", "Local, Network, " + Logins, null, "")]
    [InlineData("InternalHosts refile:{list}", "Local, Network, " + Logins, null, "")]
    [InlineData("InternalHosts 127.0.0.1,!10.0.0.1,10.0.0.0/8", "Local, " + Logins, "OriginUnsigned", "InternalHosts")]
    [InlineData("InternalHosts 0.0.0.0/0", "Local, Network, " + Logins + ", UnlistedHost", "AnyHostSigned", "InternalHosts")]
    [InlineData("MacroList auth_authen", "Local, " + Logins, null, "")]
    [InlineData("PeerList 127.0.0.1", "Authenticated, AuthenticatedWithoutDomain", "OriginUnsigned", "PeerList")]
    public async Task The_domains_the_daemon_signs_and_the_exclusions_are_reported(
        string directive, string signs, string? code, string names)
    {
        await StartWithAsync(directive);

        var test = Running();

        Assert.Equal(signs, test.SignsFor);
        var found = test.Findings.Where(finding => finding.Code is "OriginUnsigned" or "AnyHostSigned" or "RequiredMailUnsigned").ToArray();
        Assert.Equal(code, found.FirstOrDefault()?.Code);
        Assert.Contains(names, (found.FirstOrDefault()?.Message + found.FirstOrDefault()?.Advice) ?? "", StringComparison.Ordinal);
        Assert.Equal(
            directive.StartsWith("PeerList", StringComparison.Ordinal) ? DkimSigningOutcome.Unsigned : DkimSigningOutcome.Signed,
            test.Outcome);
    }

    [Theory]
    [InlineData("", Submission, "", DkimSigningOutcome.Signed, "")]
    [InlineData("InternalHosts 10.0.0.0/8", Submission, "", DkimSigningOutcome.Unsigned, "InternalHosts")]
    [InlineData("InternalHosts 10.0.0.0/8", Master, "", DkimSigningOutcome.Unsigned, "InternalHosts")]
    [InlineData("", Submission, "milter_mail_macros = i {mail_addr}\n", DkimSigningOutcome.Unsigned, "{auth_type}")]
    [InlineData("MacroList auth_authen", Submission, "milter_mail_macros = i {auth_authen}\n", DkimSigningOutcome.Signed, "")]
    [InlineData(
        "MacroList daemon_name=ORIGINATING",
        Submission + " -o milter_macro_daemon_name=ORIGINATING\n",
        "milter_mail_macros = i\n",
        DkimSigningOutcome.Signed,
        "")]
    [InlineData(
        "MTA ORIGINATING",
        Submission + " -o milter_macro_daemon_name=ORIGINATING\n",
        "milter_mail_macros = i\n",
        DkimSigningOutcome.Signed,
        "")]
    public async Task Every_way_that_Postfix_accepts_mail_has_to_be_signed(
        string directive, string master, string main, DkimSigningOutcome outcome, string names)
    {
        await StartWithAsync(directive);
        Postfix(master, main);

        var test = Running();

        Assert.Equal(outcome, test.Outcome);
        var missing = test.Findings.Where(finding => finding.Code == "RequiredMailUnsigned").ToArray();
        Assert.Equal(outcome == DkimSigningOutcome.Signed, missing.Length == 0);
        Assert.Contains(names, missing.FirstOrDefault()?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enabling_is_rolled_back_where_mail_that_Postfix_accepts_remains_unsigned()
    {
        await StartWithAsync("InternalHosts 10.0.0.0/8", tables: false);
        Postfix(Master, "");
        var before = Host.Tables;

        var outcome = Session.Run($"Enable-DkimSigning {Domain}");

        var error = Assert.Single(outcome.Errors);
        Assert.StartsWith("SigningNotProven", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("InternalHosts", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Host.Tables);

        File.Delete(Sandbox.In("main.cf"));
        Assert.Empty(Session.Run($"Enable-DkimSigning {Domain}").Errors);
    }

    private async Task StartWithAsync(string directive, bool tables = true)
    {
        Prepare(Domain);
        await File.WriteAllTextAsync(Sandbox.In("list"), "# hosts\n127.0.0.1\n10.0.0.0/8\n", TestContext.Current.CancellationToken);
        if (tables)
        {
            await File.WriteAllTextAsync(
                Sandbox.KeyTable, $"k {Domain}:mail:{Sandbox.Keys}/{Domain}/mail.private\n", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Host.SigningTable, $"*@{Domain} k\n", TestContext.Current.CancellationToken);
        }

        var more = directive.Replace("{list}", Sandbox.In("list"), StringComparison.Ordinal);
        Host.WriteConfiguration($"KeyTable file:{Sandbox.KeyTable}\nSigningTable refile:{Host.SigningTable}\n{more}");
        await Host.StartAsync();
    }

    private void Postfix(string master, string main)
    {
        Assert.SkipWhen(!File.Exists("/usr/sbin/postconf"), "Postfix is not installed (Debian's postfix)");
        Directory.CreateDirectory(Sandbox.In("queue"));
        File.WriteAllText(
            Sandbox.In("main.cf"), $"compatibility_level = 3.6\nqueue_directory = {Sandbox.In("queue")}\nmyhostname = mx.example\n{main}");
        File.WriteAllText(Sandbox.In("master.cf"), master);
    }

    private DkimSigningTest Running()
    {
        var outcome = Session.Run($"Test-DkimSigning {Domain}");
        Assert.True(outcome.Errors.Count == 0, outcome.Everything);
        var tests = outcome.Objects.Select(item => (DkimSigningTest)item.BaseObject).ToArray();
        Assert.All(tests.Where(test => test.Endpoint == "configuration"), test => Assert.Null(test.SignsFor));
        return tests.Single(test => test.Endpoint != "configuration");
    }
}
