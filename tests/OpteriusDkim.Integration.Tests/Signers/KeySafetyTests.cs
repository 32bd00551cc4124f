namespace OpteriusDkim;

/// <summary>OpenDKIM itself signs with exactly the keys that our rules call readable and safe.</summary>
public sealed class KeySafetyTests : IDisposable
{
    private static readonly string[] Modes = ["0400", "0440", "0600", "0640", "0660", "0604", "0602", "0610", "0040", "0200"];
    private static readonly string[] FolderModes = ["0755", "0775", "0777", "1777", "0700", "0750", "0711", "0555", "0570"];
    private static readonly string[] Owners = ["root", "opendkim", "nobody"];
    private static readonly string[] Groups = ["root", "opendkim", "mail", "54321"];

    private readonly Sandbox sandbox = new();
    private readonly KeySafety safety = new();

    [Fact]
    public async Task Each_owner_group_and_mode_of_a_key()
    {
        await PrepareAsync();
        var cases = from owner in Owners from @group in Groups from mode in Modes select (owner, @group, mode);
        await VerifyAsync(cases, Key);
    }

    [Fact]
    public async Task Each_owner_group_and_mode_of_a_folder()
    {
        await PrepareAsync();
        var cases = from owner in Owners from @group in Groups from mode in FolderModes select (owner, @group, mode);
        await VerifyAsync(cases, sandbox.In("above"));
    }

    [Theory]
    [InlineData("0600", "u:_rspamd:r--,m::r--")]
    [InlineData("0600", "u:nobody:rw-,m::rw-")]
    [InlineData("0640", "g:mail:r--,m::r--")]
    [InlineData("0600", "u:nobody:r--,m::---")]
    public async Task An_access_control_list(string mode, string entries)
    {
        await PrepareAsync();
        Assert.SkipUnless(Tool.Exists("setfacl"), "setfacl is not installed (Debian's acl)");
        foreach (var owner in new[] { "opendkim:opendkim", "root:root", "opendkim:mail" })
        {
            await SetAsync(Key, owner, mode);
            _ = (await Tool.RunAsync("setfacl", "-n", "-m", entries, Key)).Successful;

            Assert.Equal((owner, await SignsAsync()), (owner, IsAccepted()));
        }
    }

    [Theory]
    [InlineData("chmod 0644 {key}")]
    [InlineData("chmod 0640 {key}; chown opendkim:mail {key}")]
    [InlineData("chown root:root {key}")]
    [InlineData("chown nobody:nogroup {key}")]
    [InlineData("chmod 0777 {folder}")]
    [InlineData("chown nobody:nogroup {folder}; chmod 0700 {folder}; chmod 0606 {key}; chown mail:mail {key}")]
    [InlineData("chmod 0000 {key}; chmod 0000 {folder}")]
    public async Task A_repair_makes_it_sign_and_a_second_one_changes_nothing(string damage)
    {
        await PrepareAsync();
        foreach (var command in damage.Split("; "))
        {
            var words = command.Replace("{key}", Key, StringComparison.Ordinal)
                .Replace("{folder}", Path.GetDirectoryName(Key)!, StringComparison.Ordinal).Split(' ');
            _ = (await Tool.RunAsync(words[0], words[1..])).Successful;
        }

        Assert.False(await SignsAsync());
        using var session = new ModuleSession(sandbox);
        var planned = session.Run("Repair-DkimKeyPermission x.example -WhatIf");
        Assert.Empty(planned.Errors);
        Assert.False(await SignsAsync());

        var repaired = session.Run("Repair-DkimKeyPermission x.example");

        Assert.Empty(repaired.Errors);
        Assert.Empty(repaired.Warnings);
        Assert.True(await SignsAsync());
        Assert.All(repaired.Objects, item => Assert.Empty(((DkimKeyPermission)item.BaseObject).Findings));
        Assert.DoesNotContain(
            session.Run("Repair-DkimKeyPermission x.example -Verbose").Verbose,
            line => line.Contains("ch", StringComparison.Ordinal) && line.Contains(Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_daemons_share_a_key_by_an_access_control_list()
    {
        await PrepareAsync();
        Assert.SkipUnless(Tool.Exists("setfacl"), "setfacl is not installed (Debian's acl)");
        Assert.SkipWhen(FileOwner.Find("_rspamd") is null, "there is no user _rspamd (Debian's rspamd)");
        using var session = new ModuleSession(sandbox);
        Assert.NotEqual(0, await ReadAsRspamdAsync());
        Assert.Equal(
            ["KeyClosedToSigner", "FolderClosedToSigner", "FolderClosedToSigner"],
            session.Run("Test-DkimKeyPermission x.example -Type OpenDkim, Rspamd").Objects
                .SelectMany(item => ((DkimKeyPermission)item.BaseObject).Findings).Select(finding => finding.Code).Reverse());

        var repaired = session.Run("Repair-DkimKeyPermission x.example -Type OpenDkim, Rspamd");

        Assert.Empty(repaired.Errors);
        Assert.Equal(0, await ReadAsRspamdAsync());
        Assert.True(await SignsAsync());
        Assert.True(File.GetUnixFileMode(Key).HasFlag(UnixFileMode.GroupRead));
        Assert.Empty(
            session.Run("Test-DkimKeyPermission x.example -Type Rspamd").Objects
                .SelectMany(item => ((DkimKeyPermission)item.BaseObject).Findings));
    }

    public void Dispose() => sandbox.Dispose();

    private string Key => Path.Combine(sandbox.Keys, "x.example", "mail.private");

    private async Task VerifyAsync(IEnumerable<(string Owner, string Group, string Mode)> cases, string path)
    {
        var wrong = new List<string>();
        var signed = 0;
        foreach (var (owner, group, mode) in cases)
        {
            await SetAsync(path, $"{owner}:{group}", mode);
            var signs = await SignsAsync();
            signed += signs ? 1 : 0;
            if (signs != IsAccepted())
            {
                wrong.Add($"{owner}:{group} {mode}: OpenDKIM {(signs ? "signs" : "does not sign")}");
            }
        }

        Assert.Empty(wrong);
        Assert.NotEqual(0, signed);
    }

    /// <summary>A key in the store, and below it an opendkim.conf and a message for it.</summary>
    private async Task PrepareAsync()
    {
        Assert.SkipUnless(FileOwner.CallerIsRoot, "only root can give files away and become OpenDKIM's user");
        Assert.SkipUnless(Tool.Exists("opendkim"), "opendkim is not installed (Debian's opendkim)");
        Directory.CreateDirectory(sandbox.In("above"));
        sandbox.Configure("");
        await File.WriteAllTextAsync(sandbox.ConfigurationPath, (await File.ReadAllTextAsync(sandbox.ConfigurationPath))
            .Replace(sandbox.Keys, sandbox.In("above", "keys"), StringComparison.Ordinal));
        using var session = new ModuleSession(sandbox);
        Assert.Empty(session.Run("New-DkimKey x.example").Errors);
        Directory.CreateSymbolicLink(sandbox.Keys, sandbox.In("above", "keys"));
        await File.WriteAllTextAsync(sandbox.KeyTable, $"x x.example:mail:{Key}\n");
        await File.WriteAllTextAsync(sandbox.In("SigningTable"), "x.example x\n");
        await File.WriteAllTextAsync(
            sandbox.OpenDkimConfiguration,
            $"UserID opendkim\nMode s\nSyslog no\nKeyTable {sandbox.KeyTable}\nSigningTable {sandbox.In("SigningTable")}\n");
        await File.WriteAllTextAsync(
            sandbox.In("message"),
            "From: a@x.example\r\nTo: b@y.example\r\nSubject: s\r\nDate: Tue, 24 Nov 2026 20:00:00 +0000\r\n\r\nhello\r\n");
    }

    private static async Task SetAsync(string path, string owner, string mode)
    {
        _ = (await Tool.RunAsync("chown", owner, path)).Successful;
        _ = (await Tool.RunAsync("chmod", mode, path)).Successful;
    }

    private bool IsAccepted() => safety
        .Problems(Key, SignerIdentity.Find(SignerType.OpenDkim, "opendkim", requiresSafeKeys: true, safety.Accounts))
        .All(finding => finding.Severity != FindingSeverity.Error);

    private async Task<bool> SignsAsync()
    {
        var outcome = await Tool.RunAsync(
            "setpriv", "--reuid=opendkim", "--regid=opendkim", "--init-groups", "/usr/sbin/opendkim", "-x", sandbox.OpenDkimConfiguration,
            "-t", sandbox.In("message"), "-vv");
        var signed = outcome.Output.Contains("hname='DKIM-Signature'", StringComparison.Ordinal);
        Assert.True(signed || outcome.Error.Contains("SMFIS_TEMPFAIL", StringComparison.Ordinal), outcome.Error);
        return signed;
    }

    private async Task<int> ReadAsRspamdAsync() =>
        (await Tool.RunAsync("setpriv", "--reuid=_rspamd", "--regid=_rspamd", "--init-groups", "head", "-c1", Key)).ExitCode;
}
