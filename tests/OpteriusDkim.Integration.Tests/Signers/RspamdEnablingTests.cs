namespace OpteriusDkim;

/// <summary>The signing cmdlets with Rspamd's packaged configuration, a running Rspamd and records in BIND.</summary>
public sealed class RspamdEnablingTests : IDisposable
{
    private readonly Sandbox sandbox = new();
    private readonly RspamdInstallation host;
    private readonly ModuleSession session;
    private readonly IndependentVerifiers judges;

    public RspamdEnablingTests()
    {
        Assert.SkipWhen(RspamdInstallation.Missing is not null, RspamdInstallation.Missing ?? "");
        Assert.SkipWhen(IndependentVerifiers.Missing is not null, IndependentVerifiers.Missing ?? "");
        host = new RspamdInstallation(sandbox);
        session = new ModuleSession(sandbox);
        judges = new IndependentVerifiers(sandbox, host.Resolver);
    }

    public void Dispose()
    {
        session?.Dispose();
        host?.Dispose();
        sandbox.Dispose();
    }

    [Fact]
    public async Task From_a_fresh_package_to_two_independently_verified_signatures_and_back()
    {
        await host.StartAsync();
        await InitializeTwiceAsync();
        await File.WriteAllTextAsync(
            sandbox.In("main.cf"),
            $"smtpd_milters = {host.Milter}\nnon_smtpd_milters = $smtpd_milters\n",
            TestContext.Current.CancellationToken);
        Run("New-DkimKey one.com");
        host.Publish();
        Assert.Empty(await SignaturesAsync("one.com"));

        var enabled = session.Run("Enable-DkimSigning one.com -Verbose");
        Assert.Empty(enabled.Errors);
        Assert.Equal(("one.com", "mail", true), (enabled["Domain"], enabled["Selector"], enabled["InStore"]));
        Assert.Contains(enabled.Verbose, line => line.Contains("SIGHUP", StringComparison.Ordinal));
        Assert.Contains(enabled.Verbose, line => line.EndsWith($"one.com at 127.0.0.1:{host.ScanPort}: Signed", StringComparison.Ordinal));
        Assert.Equal(["mail rsa-sha256 one.com"], await SignaturesAsync("one.com"));
        Assert.Equal("", await host.LoadingProblemAsync());

        // A key of the other algorithm is a second signature.
        Run("New-DkimKey one.com ed -Algorithm Ed25519");
        host.Publish();
        Assert.Equal("ed", session.Run("Enable-DkimSigning one.com ed")["Selector"]);
        Assert.Equal(["ed ed25519-sha256 one.com", "mail rsa-sha256 one.com"], await SignaturesAsync("one.com"));
        await VerifyAsync("one.com", "ed ed25519-sha256 pass", "mail rsa-sha256 pass");

        var tests = session.Run("Test-DkimSigning one.com").Objects.Select(item => (DkimSigningTest)item.BaseObject).ToArray();
        Assert.Equal(["ed", "mail"], tests.Select(test => test.Selector).Order());
        Assert.All(
            tests, test => Assert.Equal((DkimSigningOutcome.Signed, true, true), (test.Outcome, test.MatchesStore, test.MatchesDns)));
        Assert.Equal("Local, Authenticated", tests[0].SignsFor);

        // By default Rspamd signs neither for login names without a domain nor with another envelope sender: reported once.
        Assert.Equal(["OriginUnsigned", "OtherEnvelopeUnsigned"], tests.SelectMany(test => test.Findings).Select(finding => finding.Code));

        var entries = session.Run("Get-DkimSigning one.com").Objects.Select(item => (DkimSigningEntry)item.BaseObject).ToArray();
        Assert.Equal([("mail", true), ("ed", true)], entries.Select(entry => (entry.Selector!, entry.InStore)));
        Assert.All(entries, entry => Assert.StartsWith(host.DomainFile + ":", entry.Source, StringComparison.Ordinal));
        Assert.All(entries, entry => Assert.Empty(entry.Findings));

        var before = await File.ReadAllBytesAsync(host.DomainFile, TestContext.Current.CancellationToken);
        Run("Enable-DkimSigning one.com mail");
        Assert.Equal(before, await File.ReadAllBytesAsync(host.DomainFile, TestContext.Current.CancellationToken));

        Run("Disable-DkimSigning one.com -Confirm:$false");
        Assert.Empty(await SignaturesAsync("one.com"));
        Assert.Equal("", await host.LoadingProblemAsync());
    }

    [Fact]
    public async Task A_host_that_signs_already_continues_and_its_own_blocks_are_kept()
    {
        Run("New-DkimKey one.com; New-DkimKey two.com");
        host.Publish();
        var key = Path.Combine(sandbox.Keys, "one.com", "mail.private");
        host.Local(
            "dkim_signing.conf",
            $"# by hand\nallow_username_mismatch = true;\ndomain {{\n  one.com {{ selector = \"mail\"; path = \"{key}\"; }}\n}}");
        var written = await File.ReadAllTextAsync(host.LocalFile, TestContext.Current.CancellationToken);
        await host.StartAsync();
        Assert.Equal(["mail rsa-sha256 one.com"], await SignaturesAsync("one.com"));

        await InitializeTwiceAsync();
        Assert.StartsWith(
            written, await File.ReadAllTextAsync(host.LocalFile, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Run("Enable-DkimSigning two.com");
        Assert.Equal(["mail rsa-sha256 one.com"], await SignaturesAsync("one.com"));
        Assert.Equal(["mail rsa-sha256 two.com"], await SignaturesAsync("two.com"));
        Assert.Equal(["ForeignEntry"], session.Run("Disable-DkimSigning one.com -Confirm:$false").ErrorIds);
        var entry = (DkimSigningEntry)session.Run("Get-DkimSigning one.com").Objects.Single().BaseObject;
        Assert.Equal(("mail", true, $"{host.LocalFile}:4"), (entry.Selector, entry.InStore, entry.Source));
    }

    [Fact]
    public async Task A_refused_or_unproved_change_leaves_the_files_unchanged()
    {
        await host.StartAsync();
        await InitializeTwiceAsync();
        Run("New-DkimKey one.com; New-DkimKey one.com next; New-DkimKey two.com; New-DkimKey news.two.com");
        host.Publish("two.com");
        Run("Enable-DkimSigning one.com mail");
        var before = await FilesAsync();

        Assert.Equal(["KeyNotVerified"], session.Run("Enable-DkimSigning two.com").ErrorIds);
        Assert.Equal(["OtherKeySigns"], session.Run("Enable-DkimSigning one.com next").ErrorIds);
        Assert.Equal(["SubdomainSignedAsParent"], session.Run("Enable-DkimSigning news.two.com").ErrorIds);
        Assert.Equal(before, await FilesAsync());

        // A failing reload and a stopped daemon.
        host.Publish();
        host.Configure("exit 7");
        Assert.Equal(["SigningNotProven"], session.Run("Enable-DkimSigning two.com").ErrorIds);
        Assert.Equal(before, await FilesAsync());
        host.Configure(null);
        await host.StopAsync();
        var gone = session.Run("Enable-DkimSigning two.com");
        Assert.Equal(["SigningNotProven"], gone.ErrorIds);
        Assert.Contains("rspamd can't be signalled", gone.Everything, StringComparison.Ordinal);
        Assert.Equal(before, await FilesAsync());
        await host.StartAsync();
        Assert.Equal(["mail rsa-sha256 one.com"], await SignaturesAsync("one.com"));
        Assert.Empty(await SignaturesAsync("two.com"));

        // Another key replaces the signing one.
        Run("Enable-DkimSigning one.com next -Force");
        Assert.Equal(["next rsa-sha256 one.com"], await SignaturesAsync("one.com"));
    }

    [Fact]
    public async Task Many_domains_take_one_edit_and_one_reload()
    {
        string[] domains = [.. Enumerable.Range(1, 30).Select(number => $"d{number}.com")];
        Assert.Empty(session.Run("$input | New-DkimKey -Algorithm Ed25519", [.. domains]).Errors);
        host.Publish("d7.com");
        await host.StartAsync();
        await InitializeTwiceAsync();
        host.Configure(host.CountingReload);
        var enabled = session.Run("$input | Enable-DkimSigning", [.. domains]);
        Assert.Equal(["KeyNotVerified"], enabled.ErrorIds);
        Assert.Equal(domains.Except(["d7.com"]).Order(), enabled.Objects.Select(item => (string)item.Properties["Domain"].Value).Order());
        Assert.Equal(1, host.Reloads);
        Assert.Equal(["mail ed25519-sha256 d30.com"], await SignaturesAsync("d30.com"));
        await VerifyAsync("d30.com", "mail ed25519-sha256 pass");
        Assert.Empty(await SignaturesAsync("d7.com"));
    }

    [Fact]
    public async Task Without_a_normal_worker_the_proxy_is_used_as_by_a_mail_server()
    {
        host.ScanByProxyAlone();
        await host.StartAsync();
        await InitializeTwiceAsync();
        await File.WriteAllTextAsync(sandbox.In("main.cf"), $"smtpd_milters = {host.Milter}\n", TestContext.Current.CancellationToken);
        Run("New-DkimKey one.com");
        host.Publish();
        var enabled = session.Run("Enable-DkimSigning one.com");
        Assert.True(enabled.Errors.Count == 0, enabled.Everything);
        var entry = (DkimSigningEntry)enabled.Objects.Single().BaseObject;
        var finding = Assert.Single(entry.Findings);
        Assert.Equal("PostfixNotWired", finding.Code);
        Assert.Contains($"'non_smtpd_milters = {host.Milter}'", finding.Advice, StringComparison.Ordinal);
        var test = (DkimSigningTest)session.Run("Test-DkimSigning one.com").Objects.Single().BaseObject;
        Assert.Equal(
            (SignerType.Rspamd, DkimSigningOutcome.Signed, true, true), (test.Signer, test.Outcome, test.MatchesStore, test.MatchesDns));
        Assert.Contains(test.Endpoint, host.MilterSocket, StringComparison.Ordinal);
        Run("Disable-DkimSigning one.com -Confirm:$false");
        Assert.Equal(DkimSigningOutcome.Unsigned, session.Run("Test-DkimSigning one.com")["Outcome"]);
    }

    private Task<IReadOnlyList<string>> SignaturesAsync(string domain) => new RspamdScan(host.ScanPort).SignaturesAsync(domain);

    private async Task VerifyAsync(string domain, params string[] verdicts)
    {
        var message = await new RspamdScan(host.ScanPort).SignedAsync(domain);
        Assert.Equal(verdicts, (await judges.DkimpyAsync(message)).Order());
        Assert.Equal(
            verdicts.Where(verdict => verdict.Contains("rsa", StringComparison.Ordinal)),
            (await judges.MailDkimAsync(message)).Where(verdict => verdict.Contains("rsa", StringComparison.Ordinal)));
    }

    /// <summary>Initializes the host twice; the second run changes nothing.</summary>
    private async Task InitializeTwiceAsync()
    {
        var first = session.Run("Initialize-DkimSigner Rspamd");
        Assert.Empty(first.Errors);
        Assert.True((bool)first["Changed"]!);
        Assert.Equal("", await host.LoadingProblemAsync());
        var files = await FilesAsync();
        var second = session.Run("Initialize-DkimSigner Rspamd");
        Assert.Empty(second.Errors);
        Assert.False((bool)second["Changed"]!);
        Assert.Equal(files, await FilesAsync());
    }

    private async Task<string> FilesAsync() =>
        await File.ReadAllTextAsync(host.LocalFile, TestContext.Current.CancellationToken) + await File.ReadAllTextAsync(
            host.DomainFile, TestContext.Current.CancellationToken);

    private void Run(string command)
    {
        var outcome = session.Run(command);
        Assert.True(outcome.Errors.Count == 0, outcome.Everything);
    }
}
