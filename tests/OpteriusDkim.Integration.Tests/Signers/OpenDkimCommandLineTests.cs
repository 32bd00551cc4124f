namespace OpteriusDkim;

/// <summary>A running OpenDKIM that was started with another configuration than the module's, or with options that override it.</summary>
public sealed class OpenDkimCommandLineTests : OpenDkimTest
{
    private const string Domain = "a.example.com";

    [Theory]
    [InlineData("Socket")]
    [InlineData("PidFile")]
    public async Task Another_configuration_is_an_error_that_names_the_file(string shared)
    {
        Prepare(Domain);
        var other = Sandbox.In("other.conf");
        var lines = await File.ReadAllLinesAsync(Sandbox.OpenDkimConfiguration, TestContext.Current.CancellationToken);
        var kept = lines.Where(
            line => line.StartsWith(shared, StringComparison.Ordinal) || line.StartsWith("UserID", StringComparison.Ordinal));
        var socket = shared == "Socket" ? Host.Socket : Sandbox.In("run", "other.sock");
        await File.WriteAllLinesAsync(
            other, [.. kept, "Syslog no", .. shared == "Socket" ? [] : new[] { $"Socket local:{socket}" }],
            TestContext.Current.CancellationToken);
        await RunAsync(["-f", "-x", other], socket, () =>
        {
            foreach (var command in (string[])[$"Get-DkimSigning {Domain}", $"Test-DkimSigning {Domain} -Timeout 2"])
            {
                var found = Assert.Single(Findings(command), finding => finding.Code == "SignerReadsOtherFile");
                Assert.Equal(FindingSeverity.Error, found.Severity);
                Assert.Contains($"signer.configuration {other}.", found.Advice, StringComparison.Ordinal);
            }

            var tables = Host.Tables;
            foreach (var command in (string[])
                ["Enable-DkimSigning {0} -Force", "Enable-DkimSigning {0} -Force -WhatIf", "Disable-DkimSigning {0} -Confirm:$false"])
            {
                var ids = Session.Run(command.Replace("{0}", Domain, StringComparison.Ordinal)).ErrorIds;
                Assert.Equal((command, "SignerReadsOtherFile"), (command, Assert.Single(ids)));
            }

            Assert.Equal(tables, Host.Tables);
            var configuration = Sandbox.In("other.json");
            File.WriteAllText(
                configuration,
                File.ReadAllText(Sandbox.ConfigurationPath).Replace(Sandbox.OpenDkimConfiguration, other, StringComparison.Ordinal));
            Assert.DoesNotContain(
                Findings($"Get-DkimSigning {Domain} -ConfigurationPath {configuration}"), finding =>
                    finding.Code == "SignerReadsOtherFile");
        });
    }

    [Theory]
    [InlineData("-b v", "-b v")]
    [InlineData("-S rsa-sha1", "-S rsa-sha1")]
    [InlineData("-b s -S rsa-sha256 -u opendkim", null)]
    [InlineData("-p local:{run}/other.sock", "-p local:{run}/other.sock")]
    public async Task An_option_that_overrides_the_configuration_is_a_warning(string options, string? named)
    {
        Prepare(Domain);
        var run = Sandbox.In("run");
        string[] arguments = [.. options.Replace("{run}", run, StringComparison.Ordinal).Split(' ')];
        var socket = arguments.Contains("-p") ? Path.Combine(run, "other.sock") : Host.Socket;
        await RunAsync(["-f", "-x", Sandbox.OpenDkimConfiguration, .. arguments], socket, () =>
        {
            var found = Findings($"Get-DkimSigning {Domain}").Where(finding => finding.Code == "SignerOptionsOverride").ToArray();
            Assert.Equal(named is null ? 0 : 1, found.Length);
            Assert.All(found, finding => Assert.Contains(
                $"with {named!.Replace("{run}", run, StringComparison.Ordinal)}, which", finding.Message, StringComparison.Ordinal));
        });
    }

    private List<DkimFinding> Findings(string command) =>
    [
        .. Session.Run(command).Objects.SelectMany(entry => entry.BaseObject switch
        {
            DkimSigningEntry shown => shown.Findings,
            DkimSigningTest test => test.Findings,
            _ => [],
        }),
    ];

    private async Task RunAsync(string[] arguments, string socket, Action check)
    {
        File.SetUnixFileMode(Sandbox.In("run"), (UnixFileMode)0x1FF);
        using var process = Tool.Start("/usr/sbin/opendkim", arguments);
        try
        {
            Assert.True(
                SpinWait.SpinUntil(() => File.Exists(socket) || process.HasExited, TimeSpan.FromSeconds(20)) && !process.HasExited,
                "The daemon does not listen.");
            check();
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }
}
