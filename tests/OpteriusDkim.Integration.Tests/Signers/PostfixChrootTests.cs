namespace OpteriusDkim;

/// <summary>
/// The commands from the findings, run on a real Postfix with chrooted services, while mail is sent at each step.
/// </summary>
public sealed class PostfixChrootTests : IDisposable
{
    private const string Domain = "one.example.com";
    private const string OldSocket = "unix:{run}/opendkim.sock";

    private readonly Sandbox sandbox = new();
    private readonly ModuleSession session;
    private OpenDkimHost? host;
    private PostfixHost? postfix;

    public PostfixChrootTests()
    {
        Assert.SkipWhen(PostfixHost.Missing is not null, PostfixHost.Missing ?? "");
        Assert.SkipWhen(OpenDkimHost.Missing is not null, OpenDkimHost.Missing ?? "");
        Assert.SkipWhen(IndependentVerifiers.Missing is not null, IndependentVerifiers.Missing ?? "");
        session = new ModuleSession(sandbox);
    }

    public void Dispose()
    {
        postfix?.Dispose();
        host?.Dispose();
        session?.Dispose();
        sandbox.Dispose();
    }

    [Theory]
    [InlineData("nothing is wired", "", "PostfixNotWired", true)]
    [InlineData(
        "the advice of before was followed",
        "smtpd_milters = " + OldSocket + "\nnon_smtpd_milters = $smtpd_milters\n",
        "PostfixCannotConnect",
        false)]
    [InlineData("it is tempfail on purpose", "milter_default_action = tempfail\n", "PostfixNotWired", true)]
    public async Task The_printed_commands_make_a_chrooted_Postfix_sign_and_refuse_no_mail(
        string what, string settings, string code, bool accepts)
    {
        Assert.NotEmpty(what);
        host = new OpenDkimHost(sandbox);
        Run($"New-DkimKey {Domain}");
        host.Publish();
        await host.StartAsync();
        Run($"Enable-DkimSigning {Domain}");
        postfix = new PostfixHost(sandbox);
        postfix.Chroot(settings.Replace("{run}", sandbox.In("run"), StringComparison.Ordinal));
        await postfix.StartAsync();
        Assert.Contains(accepts ? " 250 " : " 451 ", await postfix.ReplyAsync($"a@{Domain}"), StringComparison.Ordinal);

        var finding = Assert.Single(Get().Findings);
        Assert.Equal(code, finding.Code);
        foreach (var command in finding.Advice.Split('\n').Skip(1))
        {
            if (command.StartsWith("# Restart opendkim", StringComparison.Ordinal))
            {
                await host.RestartAsync(Path.Combine(postfix.Queue, "opendkim", "opendkim.sock"));
            }
            else
            {
                await postfix.ApplyAsync(command);
            }

            Assert.Contains(" 250 ", await postfix.ReplyAsync($"a@{Domain}"), StringComparison.Ordinal);
        }

        Assert.Empty(Get().Findings);
        var judges = new IndependentVerifiers(sandbox, host.Resolver);
        foreach (var message in new[] { await postfix.SubmitAsync($"a@{Domain}"), await postfix.SendLocallyAsync($"a@{Domain}") })
        {
            Assert.Equal(["mail rsa-sha256 pass"], await judges.DkimpyAsync(message));
        }
    }

    private void Run(string command)
    {
        var outcome = session.Run(command);
        Assert.True(outcome.Errors.Count == 0, outcome.Everything);
    }

    private DkimSigningEntry Get()
    {
        var outcome = session.Run("Get-DkimSigning");
        Assert.True(outcome.Errors.Count == 0, outcome.Everything);
        return (DkimSigningEntry)outcome.Objects.Single().BaseObject;
    }
}
