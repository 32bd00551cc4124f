namespace OpteriusDkim;

/// <summary>Values that Set-DkimConfiguration refuses.</summary>
public sealed class InvalidSettingTests : CmdletTest
{
    [Theory]
    [InlineData("nothing 5", "NoSuchSetting", "ObjectNotFound")]
    [InlineData("signer OpenDkim", "NoSuchSetting", "ObjectNotFound")]
    [InlineData("signer.user root", "SettingReadOnly", "InvalidArgument")]
    [InlineData("provider Bind -Domain ''", "InvalidValue", "InvalidArgument")]
    [InlineData("publisher.pluginArguments NCUsername", "PluginArgumentInvalid", "InvalidArgument")]
    [InlineData("ttl 60, 70", "InvalidValue", "InvalidArgument")]
    [InlineData("keySize 1024", "InvalidValue", "InvalidArgument")]
    [InlineData("ttl long", "InvalidValue", "InvalidArgument")]
    [InlineData("keyDirectory relative", "InvalidValue", "InvalidArgument")]
    [InlineData("signer.type Exim", "InvalidValue", "InvalidArgument")]
    [InlineData("dns.servers ns1.example.com", "InvalidValue", "InvalidArgument")]
    [InlineData("dns.timeout -5", "InvalidValue", "InvalidArgument")]
    [InlineData("rotation.drain 7", "InvalidValue", "InvalidArgument")]
    [InlineData("rotation.interval 180 -Domain example.com", "InvalidValue", "InvalidArgument")]
    [InlineData("rotation.compromisedWait 0.5", "InvalidValue", "InvalidArgument")]
    [InlineData("rotation.selector '{foo}'", "SelectorTemplateInvalid", "InvalidArgument")]
    [InlineData("rotation.selector 'a b'", "SelectorTemplateInvalid", "InvalidArgument")]
    [InlineData("signer.type Rspamd -Domain example.com", "SettingNotPerDomain", "InvalidArgument")]
    [InlineData("provider Bind -Domain 'a b'", "InvalidValue", "InvalidArgument")]
    [InlineData("publisher.script /nowhere/publish.sh", "SettingFileMissing", "ObjectNotFound")]
    [InlineData("publisher.script /etc -Domain example.com", "SettingFileMissing", "ObjectNotFound")]
    [InlineData("publisher.keyFile /nowhere/key", "SettingFileMissing", "ObjectNotFound")]
    [InlineData("rotation.notify /nowhere/notify", "SettingFileMissing", "ObjectNotFound")]
    [InlineData("signer.configuration /nowhere/opendkim.conf", "SettingFileMissing", "ObjectNotFound")]
    [InlineData("signer.postfix /nowhere/main.cf", "SettingFileMissing", "ObjectNotFound")]
    [InlineData("delegation.selectors s1", "InvalidValue", "InvalidArgument")]
    [InlineData("delegation.target '{domain}'", "InvalidValue", "InvalidArgument")]
    [InlineData("delegation.zone dkim.example.net", "DelegationIncomplete", "InvalidArgument")]
    [InlineData("nothing -Remove", "NoSuchSetting", "ObjectNotFound")]
    [InlineData("signer.type -Remove -Domain example.com", "SettingNotPerDomain", "InvalidArgument")]
    public void An_invalid_setting_is_an_error_and_changes_nothing(string arguments, string id, string category)
    {
        var before = File.ReadAllText(Sandbox.ConfigurationPath);

        var error = Assert.Single(Run($"Set-DkimConfiguration {arguments}").Errors);

        Assert.Equal((id, category), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category.ToString()));
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.Equal(before, File.ReadAllText(Sandbox.ConfigurationPath));
    }

    [Theory]
    [InlineData("''")]
    [InlineData("$null")]
    public void A_row_without_a_domain_does_not_set_the_value_for_all_domains(string domain)
    {
        var result = Run($"[pscustomobject]@{{ Domain = {domain}; Value = 'Bind' }} | Set-DkimConfiguration provider");

        Assert.Equal(["InvalidValue"], result.ErrorIds);
        Assert.Equal("Generic", Run("Get-DkimConfiguration provider")["Value"]);
    }
}
