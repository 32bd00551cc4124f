using System.Diagnostics;

namespace OpteriusDkim;

/// <summary>The owners of files, which only root can set.</summary>
public sealed class KeyOwnershipTests : CmdletTest
{
    public KeyOwnershipTests()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root may give files away");
        Assert.SkipUnless(
            File.ReadAllText("/etc/passwd").Contains("\nopendkim:", StringComparison.Ordinal),
            "there is no user opendkim (Debian's opendkim)");
    }

    [Fact]
    public void Keys_belong_to_the_signers_user_and_are_readable_by_no_other()
    {
        Assert.Empty(Run("New-DkimKey example.com -Algorithm Ed25519").Errors);

        Assert.Equal("opendkim:opendkim 600", StatusOf("keys/example.com/mail.private"));
        Assert.Equal("opendkim:opendkim 644", StatusOf("keys/example.com/mail.txt"));
        Assert.Equal("opendkim:opendkim 750", StatusOf("keys/example.com"));
        Assert.Equal("opendkim:opendkim 750", StatusOf("keys"));
        Assert.Equal("root:root 700", StatusOf("state"));
    }

    [Fact]
    public void The_owner_can_be_named()
    {
        Assert.Empty(Run("New-DkimKey example.com -Algorithm Ed25519 -Owner nobody:opendkim").Errors);

        Assert.Equal("nobody:opendkim 600", StatusOf("keys/example.com/mail.private"));
    }

    [Fact]
    public void The_daemons_own_configuration_names_the_user()
    {
        File.WriteAllText(Sandbox.OpenDkimConfiguration, "UserID nobody:opendkim\n");

        Assert.Empty(Run("New-DkimKey example.com -Algorithm Ed25519").Errors);

        Assert.Equal("nobody:opendkim 600", StatusOf("keys/example.com/mail.private"));
    }

    [Fact]
    public void A_folder_that_exists_is_not_changed()
    {
        Directory.CreateDirectory(Sandbox.In("keys", "example.com"));
        File.SetUnixFileMode(Sandbox.In("keys", "example.com"), (UnixFileMode)0x1C0);

        Assert.Empty(Run("New-DkimKey example.com -Algorithm Ed25519").Errors);

        Assert.Equal("root:root 700", StatusOf("keys/example.com"));
    }

    [Fact]
    public void Backups_are_accessible_to_root_only()
    {
        Run("New-DkimKey example.com -Algorithm Ed25519; New-DkimKey example.com -Algorithm Ed25519 -Force");

        Assert.All(
            Directory.GetFiles(Sandbox.In("state", "kept", "example.com")),
            path => Assert.Equal("root:root 600", StatusOf(Path.GetRelativePath(Sandbox.Root, path))));
    }

    private string StatusOf(string path)
    {
        using var stat =
            Process.Start(new ProcessStartInfo("stat", ["-c", "%U:%G %a", Sandbox.In(path)]) { RedirectStandardOutput = true })!;
        return stat.StandardOutput.ReadToEnd().Trim();
    }
}
