namespace OpteriusDkim;

/// <summary>
/// From submission to Postfix to a message with an independently verified signature, with each signer enabled by the cmdlets.
/// </summary>
public sealed class PostfixTests : IDisposable
{
    private readonly Sandbox sandbox = new();
    private readonly ModuleSession session;
    private PostfixHost? postfix;

    public PostfixTests()
    {
        Assert.SkipWhen(PostfixHost.Missing is not null, PostfixHost.Missing ?? "");
        Assert.SkipWhen(IndependentVerifiers.Missing is not null, IndependentVerifiers.Missing ?? "");
        session = new ModuleSession(sandbox);
    }

    public void Dispose()
    {
        postfix?.Dispose();
        session?.Dispose();
        sandbox.Dispose();
    }

    [Fact]
    public async Task OpenDKIM_signs_what_Postfix_accepts()
    {
        Assert.SkipWhen(OpenDkimHost.Missing is not null, OpenDkimHost.Missing ?? "");
        using var host = new OpenDkimHost(sandbox);
        host.WriteConfiguration($"UMask 000\nKeyTable file:{sandbox.KeyTable}\nSigningTable refile:{host.SigningTable}");
        Run("New-DkimKey one.example.com");
        host.Publish();
        await host.StartAsync();
        await SignAsync("one.example.com", host.Resolver);
    }

    [Fact]
    public async Task Rspamd_signs_what_Postfix_accepts()
    {
        Assert.SkipWhen(RspamdInstallation.Missing is not null, RspamdInstallation.Missing ?? "");
        using var host = new RspamdInstallation(sandbox);
        await host.StartAsync();
        Run("Initialize-DkimSigner Rspamd");
        Run("New-DkimKey one.com");
        host.Publish();
        await SignAsync("one.com", host.Resolver);
    }

    /// <summary>Asserts unsigned mail and findings without the milter, and signed mail after their advice was followed.</summary>
    private async Task SignAsync(string domain, string resolver)
    {
        postfix = new PostfixHost(sandbox);
        await postfix.StartAsync();
        var unwired = Assert.Single(Run($"Enable-DkimSigning {domain}").Findings);
        Assert.Equal("PostfixNotWired", unwired.Code);
        Assert.Contains("smtpd_milters and non_smtpd_milters", unwired.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("DKIM-Signature", await postfix.SubmitAsync($"a@{domain}"), StringComparison.Ordinal);

        foreach (var command in unwired.Advice.Split('\n').Skip(1))
        {
            await postfix.ApplyAsync(command);
        }

        Assert.Empty(Run($"Get-DkimSigning {domain}").Findings);

        var judges = new IndependentVerifiers(sandbox, resolver);
        foreach (var message in new[] { await postfix.SubmitAsync($"a@{domain}"), await postfix.SendLocallyAsync($"a@{domain}") })
        {
            Assert.Equal(["mail rsa-sha256 pass"], await judges.DkimpyAsync(message));
            Assert.Equal(["mail rsa-sha256 pass"], await judges.MailDkimAsync(message));
            Assert.All(
                await judges.DkimpyAsync(message.Replace("hello", "hallo", StringComparison.Ordinal)),
                verdict => Assert.DoesNotContain("pass", verdict, StringComparison.Ordinal));
        }

        await RequireMapsAreReportedAsync(domain);
    }

    /// <summary>A map of milters keeps the signer from the mail of its clients, but not from that of local programs.</summary>
    private async Task RequireMapsAreReportedAsync(string domain)
    {
        var map = sandbox.In("milters.cidr");
        await File.WriteAllTextAsync(map, "127.0.0.0/8 DISABLE\n", TestContext.Current.CancellationToken);
        await postfix!.ApplyAsync($"postconf -c {sandbox.Root} -e 'smtpd_milter_maps = cidr:{map}'");
        await postfix.ApplyAsync($"postfix -c {sandbox.Root} reload");
        var found = Assert.Single(Run($"Get-DkimSigning {domain}").Findings);
        Assert.Equal("PostfixMilterMaps", found.Code);
        Assert.Contains("127.0.0.0/8 (DISABLE)", found.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("DKIM-Signature", await postfix.SubmitAsync($"a@{domain}"), StringComparison.Ordinal);
        Assert.Contains("DKIM-Signature", await postfix.SendLocallyAsync($"a@{domain}"), StringComparison.Ordinal);
    }

    private DkimSigningEntry Run(string command)
    {
        var outcome = session.Run(command);
        Assert.True(outcome.Errors.Count == 0, outcome.Everything);
        return outcome.Objects.Select(item => item.BaseObject).OfType<DkimSigningEntry>().FirstOrDefault()!;
    }
}
