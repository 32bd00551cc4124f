namespace OpteriusDkim;

/// <summary>For which mail Rspamd signs, as its scan replies show; one daemon that is reloaded for each case.</summary>
public sealed class RspamdSignsForTests : IDisposable
{
    private const string Domain = "one.com";

    private static readonly (string Settings, string Signs, string Names)[] Cases =
    [
        ("", "Local, Authenticated", "allow_username_mismatch"),
        ("sign_local = false;", "Authenticated", "sign_local"),
        ("sign_authenticated = false;", "Local", "sign_authenticated"),
        ("allow_username_mismatch = true;", "Local, Authenticated, AuthenticatedWithoutDomain", "allow_hdrfrom_mismatch"),
        ("allow_hdrfrom_mismatch = true;", "Local, Authenticated, OtherEnvelopeSender", "allow_username_mismatch"),
        ("allow_hdrfrom_mismatch_local = true;", "Local, Authenticated, OtherEnvelopeSender", "allow_username_mismatch"),
        ("sign_networks = [\"10.0.0.0/8\", \"192.168.1.1\"];", "Local, Network, Authenticated", "allow_username_mismatch"),
        ("sign_networks = \"{list}\"; sign_local = false;", "Local, Network, Authenticated", "allow_username_mismatch"),
        ("sign_inbound = true;", "Local, Authenticated, UnlistedHost", "sign_inbound"),
    ];

    private readonly Sandbox sandbox = new();
    private readonly ModuleSession session;
    private readonly RspamdHost? host;

    public RspamdSignsForTests()
    {
        Assert.SkipWhen(RspamdHost.Missing is not null, RspamdHost.Missing ?? "");
        host = new RspamdHost(sandbox);
        session = new ModuleSession(sandbox);
    }

    public void Dispose()
    {
        host?.Dispose();
        session?.Dispose();
        sandbox.Dispose();
    }

    [Fact]
    public async Task The_domains_the_daemon_signs_and_the_excluding_settings_are_reported()
    {
        await File.WriteAllTextAsync(sandbox.In("list"), "127.0.0.1\n10.0.0.0/8\n", TestContext.Current.CancellationToken);
        Assert.Empty(session.Run($"New-DkimKey {Domain}").Errors);
        Write("");
        await host!.StartAsync();
        var seen = new List<string>();
        foreach (var (settings, signs, names) in Cases)
        {
            Write(settings.Replace("{list}", sandbox.In("list"), StringComparison.Ordinal));
            await host.ReloadAsync();
            var outcome = session.Run($"Test-DkimSigning {Domain}");
            Assert.True(outcome.Errors.Count == 0, outcome.Everything);
            var test = (DkimSigningTest)outcome.Objects.Single().BaseObject;
            seen.Add($"{settings} {test.Outcome}: {test.SignsFor}");
            Assert.Contains(test.Findings, finding => (finding.Message + finding.Advice).Contains(names, StringComparison.Ordinal));
        }

        Assert.Equal(Cases.Select(item => $"{item.Settings} Signed: {item.Signs}"), seen);
    }

    private void Write(string settings) => File.WriteAllText(
        host!.LocalFile,
        $"{settings}\ndomain {{ {Domain} {{ selectors [ {{ path = \"{sandbox.Keys}/{Domain}/mail.private\"; "
        + $"selector = \"mail\"; }} ] }} }}\n");
}
