namespace OpteriusDkim.Tests;

public sealed class SignerSettingsTests : IDisposable
{
    private readonly TestHost host = new();

    [Fact]
    public void What_the_daemons_own_configuration_says_is_shown_with_its_line()
    {
        File.WriteAllText(host.OpenDkimConfigurationPath, "# comment\nuserid dkim:dkim\nPidFile /run/x.pid\n");
        var settings = Settings();
        Assert.Equal(("dkim:dkim", $"{host.OpenDkimConfigurationPath}:2"), settings["signer.user"]);
        Assert.Equal(("/run/x.pid", $"{host.OpenDkimConfigurationPath}:3"), settings["signer.pidFile"]);
        Assert.Equal(("/etc/opendkim/KeyTable", "default"), settings["signer.keyTable"]);
        Assert.Equal(("/etc/opendkim/SigningTable", "default"), settings["signer.signingTable"]);
    }

    [Fact]
    public void A_configuration_of_the_daemon_that_is_not_there_leaves_the_defaults()
    {
        File.Delete(host.OpenDkimConfigurationPath);
        Assert.Equal(("opendkim", "default"), Settings()["signer.user"]);
    }

    [Fact]
    public void Where_OpenDKIM_is_configured_its_file_is_the_one_configured() =>
        Assert.Equal(
            (SignerType.OpenDkim, host.OpenDkimConfigurationPath),
            (Configuration.Signer, Configuration.SignerSettings.OpenDkimConfigurationPath));

    [Theory]
    [InlineData("no-such-user-here")]
    [InlineData("root:no-such-group-here")]
    [InlineData(":root")]
    [InlineData("\u001b[2J")]
    public void An_owner_that_cannot_be_is_refused(string owner)
    {
        var exception = Assert.Throws<InvalidInputException>(() => Configuration.KeyOwnership(owner));
        var code = FileOwner.CallerIsRoot ? nameof(FindingTable.UnknownOwner) : nameof(FindingTable.OwnerRefused);
        Assert.Equal(code, exception.Finding.Code);
        Printable.Require(exception.Message);
    }

    [Fact]
    public void Where_the_signers_user_is_not_known_keys_belong_to_the_caller()
    {
        File.WriteAllText(host.OpenDkimConfigurationPath, "UserID no-such-user-here\n");
        Assert.Null(Configuration.KeyOwnership(null).Owner);
    }

    public void Dispose() => host.Dispose();

    private DkimConfiguration Configuration => DkimConfiguration.Load(host.ConfigurationPath);

    private Dictionary<string, (object? Value, string Source)> Settings() =>
        Configuration.Settings(null).ToDictionary(setting => setting.Name, setting => (setting.Value, setting.Source));
}
