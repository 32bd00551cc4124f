namespace OpteriusDkim.Tests;

public sealed class SignerSettingsTests : IDisposable
{
    private readonly TestHost host = new();

    [Fact]
    public void The_daemons_own_configuration_is_shown_with_its_line()
    {
        File.WriteAllText(host.OpenDkimConfigurationPath, "# comment\nuserid dkim:dkim\nPidFile /run/x.pid\n");
        var settings = Settings();
        Assert.Equal(("dkim:dkim", $"{host.OpenDkimConfigurationPath}:2"), settings["signer.user"]);
        Assert.Equal(("/run/x.pid", $"{host.OpenDkimConfigurationPath}:3"), settings["signer.pidFile"]);
        Assert.Equal(("/etc/opendkim/KeyTable", "default"), settings["signer.keyTable"]);
        Assert.Equal(("/etc/opendkim/SigningTable", "default"), settings["signer.signingTable"]);
    }

    [Fact]
    public void Without_a_daemon_configuration_the_defaults_apply()
    {
        File.Delete(host.OpenDkimConfigurationPath);
        Assert.Equal(("opendkim", "default"), Settings()["signer.user"]);
    }

    [Fact]
    public void The_configured_OpenDKIM_file_is_used() =>
        Assert.Equal(
            (SignerType.OpenDkim, host.OpenDkimConfigurationPath),
            (Configuration.Signer, Configuration.SignerSettings.OpenDkimConfigurationPath));

    [Theory]
    [InlineData("no-such-user-here")]
    [InlineData("root:no-such-group-here")]
    [InlineData(":root")]
    [InlineData("\u001b[2J")]
    public void An_impossible_owner_is_refused(string owner)
    {
        var exception = Assert.Throws<InvalidInputException>(() => Configuration.KeyOwnership(owner));
        var code = FileOwner.CallerIsRoot ? nameof(FindingTable.UnknownOwner) : nameof(FindingTable.OwnerRefused);
        Assert.Equal(code, exception.Finding.Code);
        Printable.Require(exception.Message);
    }

    [Fact]
    public void If_the_signers_user_is_unknown_keys_belong_to_the_caller()
    {
        File.WriteAllText(host.OpenDkimConfigurationPath, "UserID no-such-user-here\n");
        Assert.Null(Configuration.KeyOwnership(null).Owner);
    }

    public void Dispose() => host.Dispose();

    private DkimConfiguration Configuration => DkimConfiguration.Load(host.ConfigurationPath);

    private Dictionary<string, (object? Value, string Source)> Settings() =>
        Configuration.Settings(null).ToDictionary(setting => setting.Name, setting => (setting.Value, setting.Source));
}
