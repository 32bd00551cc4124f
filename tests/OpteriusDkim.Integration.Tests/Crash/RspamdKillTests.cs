namespace OpteriusDkim;

/// <summary>A kill between any two changes leaves files that Rspamd accepts, and the next run completes the work.</summary>
/// <param name="template">Keys, records and files.</param>
public sealed class RspamdKillTests(RspamdKillTemplate template) : IClassFixture<RspamdKillTemplate>
{
    private const string Enabling = "Enable-DkimSigning one.com";
    private const int Killed = 137;

    [Fact]
    public Task Setting_up() => KillAsync(new RspamdKill("Initialize-DkimSigner Rspamd", template.Fresh, template.SetUp));

    [Fact]
    public Task Enabling_a_domain() => KillAsync(new RspamdKill(Enabling, template.WithTwo, template.WithBoth)
    {
        SignedBefore = ["two.com"],
        SignedAfter = ["one.com", "two.com"],
    });

    [Fact]
    public Task Disabling_a_domain() => KillAsync(new RspamdKill(
        "Disable-DkimSigning one.com -Confirm:$false", template.WithBoth, template.WithTwo)
    {
        SignedBefore = ["one.com", "two.com"],
        SignedAfter = ["two.com"],
    });

    [Fact]
    public async Task A_daemon_that_was_not_reloaded_after_a_change_is_reloaded_by_the_next_run()
    {
        SkipWhereMissing();
        using var sandbox = new Sandbox();
        using var host = await template.CopyAsync(sandbox, template.WithTwo);
        host.Configure(template.Resolver, "kill -9 $PPID");
        Assert.Equal(Killed, (await ModuleProcess.RunAsync(sandbox, Enabling)).ExitCode);
        Assert.Equal(template.WithBoth, RspamdFiles.Read(host, sandbox));
        Assert.Empty(await host.SignaturesAsync("one.com"));

        host.Configure(template.Resolver, host.Reload);
        RunAgain(sandbox);

        Assert.Equal(["mail rsa-sha256 one.com"], await host.SignaturesAsync("one.com"));
    }

    [Fact]
    public async Task Leftovers_of_a_killed_trial_are_cleared_by_the_next_run()
    {
        SkipWhereMissing();
        await Trace.RequireAsync();
        using var sandbox = new Sandbox();
        using var host = await template.CopyAsync(sandbox, template.WithTwo);
        Assert.True((await Trace.RunAsync(sandbox, Enabling, new KillPoint("symlinkat", Label: null, Occurrence: 2))).Killed);
        Assert.NotEmpty(TrialsOf(sandbox));
        Assert.Equal(template.WithTwo, RspamdFiles.Read(host, sandbox));

        RunAgain(sandbox);

        Assert.Empty(TrialsOf(sandbox));
        Assert.Equal(template.WithBoth, RspamdFiles.Read(host, sandbox));
    }

    private async Task KillAsync(RspamdKill kill)
    {
        SkipWhereMissing();
        await KillSeries.AssertAsync(RspamdKillCheck.Case(template, kill));
    }

    private static void SkipWhereMissing() =>
        Assert.SkipWhen((RspamdHost.Missing ?? NameServer.Missing) is not null, RspamdHost.Missing ?? NameServer.Missing ?? "");

    private static void RunAgain(Sandbox sandbox)
    {
        using var session = new ModuleSession(sandbox);
        var outcome = session.Run(Enabling);
        Assert.True(outcome.Errors.Count == 0, outcome.Everything);
    }

    /// <summary>The folders of trials with links into a sandbox.</summary>
    private static string[] TrialsOf(Sandbox sandbox) =>
    [
        .. Directory.EnumerateDirectories(Path.GetTempPath(), "opterius-dkim-trial-*").Where(folder => LinksIn(folder)
            .Any(target => target.StartsWith(sandbox.Root + "/", StringComparison.Ordinal))),
    ];

    /// <summary>The targets of its links; none if another run removes the folder in the meantime.</summary>
    private static string[] LinksIn(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().Select(entry => entry.LinkTarget).OfType<string>()];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
