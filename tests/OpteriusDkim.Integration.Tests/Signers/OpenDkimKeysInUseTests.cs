namespace OpteriusDkim;

/// <summary>Keys that OpenDKIM opens by other paths than the store's are neither removed nor replaced.</summary>
public sealed class OpenDkimKeysInUseTests : OpenDkimTest
{
    private static readonly (string Domain, string Path)[] InUse =
    [
        ("a.example.com", "{keys}/b.example.com/../a.example.com/mail.private"),
        ("c.example.com", "{other}/hard.private"),
        ("d.example.com", "{other}/link/../d.example.com/mail.private"),
        ("f.example.com", "{other}/schlüssel/mail.private"),
    ];

    [Fact]
    public async Task A_key_in_use_by_another_path_stays_and_signs()
    {
        Prepare([.. InUse.Select(key => key.Domain), "b.example.com", "e.example.com"]);
        await WriteTablesAsync();
        await Host.StartAsync();
        RequireSignatures();

        Assert.Empty(Session.Run("'b.example.com', 'e.example.com' | Remove-DkimKey -Confirm:$false").Errors);
        RequireSignatures();
        foreach (var (domain, _) in InUse)
        {
            foreach (var command in (string[])
            [
                "Remove-DkimKey {0} -Confirm:$false",
                "Remove-DkimKey {0} -WhatIf",
                "New-DkimKey {0} -Force",
                "New-DkimKey {0} -Force -WhatIf",
            ])
            {
                Assert.Equal(
                    (domain, "KeyInUse"),
                    (domain, Assert.Single(Session.Run(command.Replace("{0}", domain, StringComparison.Ordinal)).ErrorIds)));
            }
        }

        RequireSignatures();
        Assert.False(File.Exists(Path.Combine(Sandbox.Keys, "b.example.com", "mail.private")));
        Directory.Delete(Path.Combine(Sandbox.Keys, "b.example.com"));
        Assert.NotEqual("signed", new RawMilterClient(Host.Socket).VerdictOn("a.example.com"));
    }

    [Fact]
    public async Task A_key_of_a_daemon_with_another_configuration_or_a_command_line_is_kept()
    {
        Prepare("a.example.com", "b.example.com", "c.example.com");
        var keys = Sandbox.Keys;
        var table = Sandbox.In("other.table");
        var other = Sandbox.In("other.conf");
        await File.WriteAllTextAsync(
            table, $"k a.example.com:mail:{keys}/a.example.com/mail.private\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            other, $"Syslog no\nKeyTable {table}\nSigningTable csl:a.example.com=k\n", TestContext.Current.CancellationToken);
        await RunSecondAsync(["-fx", other], "a.example.com");
        await RunSecondAsync(
            ["-f", "-x", "/dev/null", "-d", "b.example.com", "-s", "mail", $"-k{keys}/b.example.com/mail.private"], "b.example.com");
        Assert.Empty(
            Session.Run(
                "Remove-DkimKey c.example.com -Confirm:$false; 'a.example.com', 'b.example.com' | Remove-DkimKey -Confirm:$false").Errors);
    }

    /// <summary>Starts a second daemon, and requires that the key of its domain signs and can't be changed.</summary>
    private async Task RunSecondAsync(string[] arguments, string domain)
    {
        var socket = Sandbox.In("run", domain);
        File.SetUnixFileMode(Sandbox.In("run"), (UnixFileMode)0x1FF);
        using var process = Tool.Start("/usr/sbin/opendkim", ["-u", "opendkim", "-p", $"local:{socket}", .. arguments]);
        try
        {
            Assert.True(await ListensAsync(socket), "The daemon does not listen.");
            Assert.Equal("signed", new RawMilterClient(socket).VerdictOn(domain));
            foreach (var command in (string[])
            [
                "Remove-DkimKey {0} -Confirm:$false",
                "Remove-DkimKey {0} -WhatIf",
                "New-DkimKey {0} -Force",
            ])
            {
                Assert.Equal("KeyInUse", Assert.Single(Session.Run(command.Replace("{0}", domain, StringComparison.Ordinal)).ErrorIds));
            }

            Assert.Equal("signed", new RawMilterClient(socket).VerdictOn(domain));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task<bool> ListensAsync(string socket)
    {
        for (var left = 400; left > 0 && !File.Exists(socket); left--)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        await Task.Delay(100, TestContext.Current.CancellationToken);
        return File.Exists(socket);
    }

    private void RequireSignatures()
    {
        foreach (var (domain, _) in InUse)
        {
            Assert.Equal((domain, "signed"), (domain, new RawMilterClient(Host.Socket).VerdictOn(domain)));
        }
    }

    private async Task WriteTablesAsync()
    {
        var other = Sandbox.In("other");
        Directory.CreateDirectory(other);
        _ = (await Tool.RunAsync(
            "ln", Path.Combine(Sandbox.Keys, "c.example.com", "mail.private"), Path.Combine(other, "hard.private"))).Successful;
        Directory.CreateSymbolicLink(Path.Combine(other, "link"), Path.Combine(Sandbox.Keys, "e.example.com"));
        Directory.CreateSymbolicLink(Path.Combine(other, "schlüssel"), Path.Combine(Sandbox.Keys, "f.example.com"));
        var cancellation = TestContext.Current.CancellationToken;
        await File.WriteAllLinesAsync(
            Sandbox.KeyTable, InUse.Select(key => $"{key.Domain} {key.Domain}:mail:{PathOf(key.Path)}"), cancellation);
        await File.WriteAllLinesAsync(Host.SigningTable, InUse.Select(key => $"*@{key.Domain} {key.Domain}"), cancellation);
    }

    private string PathOf(string path) =>
        path.Replace("{keys}", Sandbox.Keys, StringComparison.Ordinal).Replace("{other}", Sandbox.In("other"), StringComparison.Ordinal);
}
