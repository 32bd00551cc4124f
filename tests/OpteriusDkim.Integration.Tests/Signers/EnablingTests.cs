namespace OpteriusDkim;

/// <summary>Enable- and Disable-DkimSigning with a running OpenDKIM and records in BIND.</summary>
public sealed class EnablingTests : OpenDkimTest
{
    [Fact]
    public async Task Enabled_mail_is_signed_and_disabled_mail_is_not()
    {
        await StartAsync("one.example.com");
        Assert.Null(await Host.SelectorAsync("one.example.com"));

        var enabled = Session.Run("Enable-DkimSigning one.example.com -Verbose");

        Assert.Empty(enabled.Errors);
        Assert.Equal(("mail", true), (enabled["Selector"], enabled["InStore"]));
        Assert.Equal("mail", await Host.SelectorAsync("one.example.com"));
        Assert.Contains(
            enabled.Verbose, line => line.Contains("one.example.com at configuration: Signed", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(
            enabled.Verbose,
            line => line.Contains("one.example.com at local:", StringComparison.Ordinal)
                && line.EndsWith("Signed", StringComparison.Ordinal));
        var after = Host.Tables;
        Assert.Empty(Session.Run("Enable-DkimSigning one.example.com").Errors);
        Assert.Equal(after, Host.Tables);

        Assert.Empty(Session.Run("Disable-DkimSigning one.example.com -Confirm:$false").Errors);

        Assert.Null(await Host.SelectorAsync("one.example.com"));
        Assert.Equal(("", ""), Host.Tables);
    }

    [Fact]
    public async Task Two_independent_verifiers_accept_what_the_running_daemon_signs()
    {
        Assert.SkipWhen(IndependentVerifiers.Missing is not null, IndependentVerifiers.Missing ?? "");
        Assert.SkipUnless(Tool.Exists("miltertest"), "miltertest is not installed (Debian's miltertest)");
        await StartAsync("one.example.com");
        Assert.Null(await Host.SignedByMilterTestAsync("one.example.com"));
        Assert.Empty(Session.Run("Enable-DkimSigning one.example.com").Errors);

        var message = await Host.SignedByMilterTestAsync("one.example.com");

        Assert.NotNull(message);
        var judges = new IndependentVerifiers(Sandbox, Host.Resolver);
        Assert.Equal(["mail rsa-sha256 pass"], await judges.DkimpyAsync(message));
        Assert.Equal(["mail rsa-sha256 pass"], await judges.MailDkimAsync(message));
        Assert.Empty(Session.Run("Disable-DkimSigning one.example.com -Confirm:$false").Errors);
        Assert.Null(await Host.SignedByMilterTestAsync("one.example.com"));
    }

    [Fact]
    public async Task Without_systemd_the_advice_has_the_command_to_run()
    {
        Assert.SkipWhen(Directory.Exists("/run/systemd/system"), "systemd runs here");
        await StartAsync("one.example.com");
        var daemon = new OpenDkimSigner(Sandbox.OpenDkimConfiguration, [], new OpenDkimFeatures()).Read().Daemon;

        var refused = await Assert.ThrowsAsync<InaccessibleException>(
            () => SignerReload.RestartAsync(daemon, new NoProgress(), TestContext.Current.CancellationToken));

        Assert.Equal("SignerRestartUnknown", refused.Finding.Code);
        Assert.Contains(
            $"kill {Host.ProcessId}, then /usr/sbin/opendkim -f -x {Sandbox.OpenDkimConfiguration}.",
            refused.Finding.Advice,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unpublished_key_is_refused_and_Force_enables_it_anyway()
    {
        await StartAsync("one.example.com");
        Host.Publish("one.example.com");

        var refused = Session.Run("Enable-DkimSigning one.example.com");

        Assert.Equal(["KeyNotVerified"], refused.ErrorIds);
        Assert.Empty(refused.Objects);
        Assert.Equal(("", ""), Host.Tables);
        Assert.Empty(Session.Run("Enable-DkimSigning one.example.com -Force").Errors);
        Assert.Equal("mail", await Host.SelectorAsync("one.example.com"));
    }

    [Fact]
    public async Task Replacing_another_signing_selector_is_left_to_rotation()
    {
        await StartAsync("one.example.com");
        Assert.Empty(Session.Run("New-DkimKey one.example.com next; Enable-DkimSigning one.example.com mail").Errors);
        Host.Publish();
        var before = Host.Tables;

        var refused = Session.Run("Enable-DkimSigning one.example.com next");

        Assert.Equal(["OtherKeySigns"], refused.ErrorIds);
        Assert.Contains("Invoke-DkimRotation one.example.com", refused.Everything, StringComparison.Ordinal);
        Assert.Equal(before, Host.Tables);
        Assert.Empty(Session.Run("Enable-DkimSigning one.example.com next -Force").Errors);
        Assert.Equal("next", await Host.SelectorAsync("one.example.com"));
    }

    [Theory]
    [InlineData("record", "MatchesDns|DNS|record")]
    [InlineData("stopped", "not running|is not there|opendkim")]
    [InlineData("reload", "exit 7")]
    public async Task An_unproved_change_is_rolled_back_byte_for_byte(string fault, string anyOf)
    {
        await StartAsync("one.example.com", "two.example.com");
        Assert.Empty(Session.Run("Enable-DkimSigning two.example.com").Errors);
        var before = Host.Tables;
        if (fault == "stopped")
        {
            await Host.StopAsync();
        }
        else
        {
            Host.Configure(fault == "reload" ? "exit 7" : Host.ReloadThatLosesRecords());
        }

        var failed = Session.Run("Enable-DkimSigning one.example.com");

        Assert.Equal(["SigningNotProven"], failed.ErrorIds);
        Assert.Equal(fault == "record" ? 0 : 1, failed.Errors[0].ToString().Split("could not be reloaded").Length - 1);
        Assert.Contains(anyOf.Split('|'), part => failed.Errors[0].ToString().Contains(part, StringComparison.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine(failed.Errors[0].ToString());
        Assert.Empty(failed.Objects);
        Assert.Equal(before, Host.Tables);
        Assert.Equal("", await Host.LoadingProblemAsync());
        Assert.Equal("mail", await Host.SelectorAsync("two.example.com"));
    }

    [Fact]
    public async Task Foreign_lines_are_kept_byte_for_byte()
    {
        await StartAsync("one.example.com", "two.example.com");
        await File.WriteAllTextAsync(
            Host.SigningTable,
            "bob@elsewhere.example two\n# by hand \u00e4\r\n\n%@never.example   two  \n*@* two",
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Sandbox.KeyTable,
            $"# mine\ntwo\ttwo.example.com:mail:{Sandbox.Keys}/two.example.com/mail.private",
            TestContext.Current.CancellationToken);
        var before = Host.Tables;

        Assert.Empty(Session.Run("Enable-DkimSigning one.example.com -Force").Errors);

        var between = Host.Tables;
        Assert.All(before.Signing.Split('\n'), line => Assert.Contains(line, between.Signing.Split('\n')));
        Assert.StartsWith(before.Keys, between.Keys, StringComparison.Ordinal);
        Assert.Equal("mail", await Host.SelectorAsync("one.example.com"));
        Assert.Equal(["SignedByOthers"], Session.Run("Disable-DkimSigning one.example.com -Confirm:$false").ErrorIds);
        Assert.Equal(between, Host.Tables);
    }

    [Fact]
    public async Task A_table_behind_a_link_is_changed_in_place_and_the_link_is_kept()
    {
        await StartAsync("one.example.com");
        var target = Sandbox.In("elsewhere");
        File.Move(Host.SigningTable, target);
        _ = File.CreateSymbolicLink(Host.SigningTable, target);

        Assert.Empty(Session.Run("Enable-DkimSigning one.example.com").Errors);

        Assert.Equal(target, new FileInfo(Host.SigningTable).LinkTarget);
        Assert.Contains(
            "one.example.com", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("mail", await Host.SelectorAsync("one.example.com"));
    }

    [Fact]
    public async Task Many_domains_take_one_reload_and_a_bad_one_does_not_stop_the_rest()
    {
        string[] domains = [.. Enumerable.Range(1, 20).Select(number => $"d{number}.example.com")];
        await StartAsync(domains);
        Host.Publish("d7.example.com");
        Host.Configure(Host.CountingReload);

        var enabled = Session.Run("$input | Enable-DkimSigning", [.. domains, "none.example.com", "not a domain"]);

        Assert.Equal(["InvalidDomain", "KeyNotVerified", "NotConfigured"], enabled.ErrorIds.Order(StringComparer.Ordinal));
        Assert.Equal(
            domains.Except(["d7.example.com"]).Order(), enabled.Objects.Select(item => (string)item.Properties["Domain"].Value).Order());
        Assert.Equal(1, Host.Reloads);
        Assert.Equal("mail", await Host.SelectorAsync("d20.example.com"));
        Assert.Null(await Host.SelectorAsync("d7.example.com"));
    }

    private sealed class NoProgress : IProgressLog
    {
        public void Report(string message)
        {
        }

        public void ReportWaiting(string message)
        {
        }
    }
}
