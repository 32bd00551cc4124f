namespace OpteriusDkim;

public sealed class GetDkimConfigurationTests : CmdletTest
{
    [Fact]
    public void Each_value_has_its_source()
    {
        var settings = Run("Get-DkimConfiguration").Objects.ToDictionary(
            setting => (string)setting.Properties["Name"].Value, setting => (string)setting.Properties["Source"].Value);

        Assert.Equal("default", settings["ttl"]);
        Assert.Equal("not set", settings["dns.servers"]);
        Assert.Equal(Sandbox.ConfigurationPath + ":2", settings["keyDirectory"]);
        Assert.Equal(Sandbox.OpenDkimConfiguration + ":2", settings["signer.keyTable"]);
    }

    [Fact]
    public void The_daemons_own_configuration_gives_user_and_tables()
    {
        Assert.Equal(Sandbox.KeyTable, Run("Get-DkimConfiguration signer.keyTable")["Value"]);
        Assert.Equal("opendkim", Run("Get-DkimConfiguration signer.user")["Value"]);
    }

    [Fact]
    public void A_domains_own_settings_are_shown_for_it()
    {
        File.WriteAllText(Sandbox.ConfigurationPath, """{ "domains": { "*.example.com": { "provider": "Cloudflare" }, } }""");

        Assert.Equal("Generic", Run("Get-DkimConfiguration provider")["Value"]);
        Assert.Equal("Cloudflare", Run("Get-DkimConfiguration provider -Domain news.example.com")["Value"]);
    }

    [Fact]
    public void A_duration_is_a_string_that_is_the_same_in_JSON_CSV_and_a_job() =>
        Assert.Equal("7.00:00:00", Assert.IsType<string>(Run("Get-DkimConfiguration rotation.drain")["Value"]));

    [Fact]
    public void A_duration_can_be_set_as_it_is_shown()
    {
        Assert.Empty(Run("Get-DkimConfiguration rotation.interval | Set-DkimConfiguration").Errors);
        Assert.StartsWith(
            Sandbox.ConfigurationPath, (string)Run("Get-DkimConfiguration rotation.interval")["Source"]!, StringComparison.Ordinal);
        Assert.Equal("180.00:00:00", Run("Get-DkimConfiguration rotation.interval")["Value"]);
    }

    [Theory]
    [InlineData("{ \"keysDirectory\": \"/x\" }", "UnknownSetting", ":1:", "keyDirectory")]
    [InlineData("{\n \"dns\": { \"timeot\": \"00:00:01\" } }", "UnknownSetting", ":2:", "dns.timeout")]
    [InlineData("{\n\n \"ttl\": \"long\" }", "InvalidSetting", ":3:", "whole number")]
    [InlineData("{ \"keySize\": 1024 }", "InvalidSetting", ":1:", "2048, 3072, 4096")]
    [InlineData("{ \"dns\": { \"servers\": [ \"192.0.2.1\",\n \"ns1.example.com\" ] } }", "InvalidSetting", ":2:", "IP addresses")]
    [InlineData("{ \"ttl\": 1, \"ttl\": 2 }", "RepeatedSetting", ":1:", "Remove one")]
    [InlineData("{ \"ttl\": 1", "ConfigurationSyntax", ":1:", "examples/config.json")]
    [InlineData("[]", "ConfigurationSyntax", ":1:", "Correct the line")]
    public void A_mistake_in_the_file_is_an_error_with_file_and_line(string content, string id, string line, string help)
    {
        File.WriteAllText(Sandbox.ConfigurationPath, content);

        var error = Assert.Single(Run("Get-DkimConfiguration").Errors);

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(Sandbox.ConfigurationPath + line, error.ToString(), StringComparison.Ordinal);
        Assert.Contains(help, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_is_missing_is_an_error()
    {
        Assert.Equal(["NoSuchSetting"], Run("Get-DkimConfiguration nothing").ErrorIds);
        Assert.Empty(Run("Get-DkimConfiguration nothing*").Errors);
    }

    [Fact]
    public void A_missing_setting_does_not_stop_the_others()
    {
        var result = Run("Get-DkimConfiguration keyDirectory, nothing, ttl");

        Assert.Equal(["NoSuchSetting"], result.ErrorIds);
        Assert.Equal(["keyDirectory", "ttl"], Each(result, "Name"));
    }
}
