namespace OpteriusDkim;

public sealed class SetDkimConfigurationTests : CmdletTest
{
    private string File2 => Sandbox.In("etc", "config.json");

    [Fact]
    public void A_file_that_does_not_exist_is_created_readable_in_a_folder_that_only_the_owner_writes()
    {
        var set = Run($"Set-DkimConfiguration signer.type rspamd -PassThru -ConfigurationPath {File2}");

        Assert.Empty(set.Errors);
        Assert.Equal(("signer.type", "Rspamd", $"{File2}:3"), (set["Name"], set["Value"], set["Source"]));
        Assert.Equal("{\n  \"signer\": {\n    \"type\": \"Rspamd\"\n  }\n}\n", File.ReadAllText(File2));
        Assert.Equal("644", Convert.ToString((int)File.GetUnixFileMode(File2), 8));
        Assert.Equal("755", Convert.ToString((int)File.GetUnixFileMode(Path.GetDirectoryName(File2)!), 8));
        Assert.Equal("Rspamd", Run($"Get-DkimConfiguration signer.type -ConfigurationPath {File2}")["Value"]);
    }

    [Fact]
    public void Comments_and_order_are_kept_and_a_backup_is_made()
    {
        File.WriteAllText(
            Sandbox.ConfigurationPath,
            File.ReadAllText(Sandbox.ConfigurationPath).Replace(
                "\"keyDirectory\"", "// ours\n  \"keyDirectory\"", StringComparison.Ordinal));
        var before = File.ReadAllText(Sandbox.ConfigurationPath);

        Assert.Empty(Run("Set-DkimConfiguration ttl 300").Errors);

        var after = File.ReadAllText(Sandbox.ConfigurationPath);
        Assert.Equal(before, after.Replace(",\n  \"ttl\": 300", "", StringComparison.Ordinal));
        Assert.Contains(before, Directory.EnumerateFiles(Sandbox.State, "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.Equal(300, Run("Get-DkimConfiguration ttl")["Value"]);
    }

    [Fact]
    public void PassThru_shows_the_value_that_applies_after_a_removal()
    {
        Assert.Empty(Run("Set-DkimConfiguration ttl 300; Set-DkimConfiguration provider Cloudflare -Domain *.example.com, a.example.com"
            ).Errors);

        var ttl = Run("Set-DkimConfiguration ttl -Remove -PassThru");
        Assert.Equal(("ttl", 3600, "default"), (ttl["Name"], ttl["Value"], ttl["Source"]));
        Assert.Equal("Cloudflare", Run("Set-DkimConfiguration provider -Domain a.example.com -Remove -PassThru")["Value"]);
        Assert.Equal("Generic", Run("Set-DkimConfiguration provider -Domain *.example.com -Remove -PassThru")["Value"]);
        Assert.Equal("not set", Run("Set-DkimConfiguration signer.reload -Remove -PassThru")["Source"]);
    }

    [Theory]
    [InlineData("dns.timeout 2", "dns.timeout", "", "00:00:02")]
    [InlineData("DNS.TIMEOUT ([timespan]'0:0:3')", "dns.timeout", "", "00:00:03")]
    [InlineData("dns.servers 192.0.2.1, 192.0.2.2", "dns.servers", "", "192.0.2.1 192.0.2.2")]
    [InlineData("dns.servers 192.0.2.1", "dns.servers", "", "192.0.2.1")]
    [InlineData("rotation.drain 9.00:00:00", "rotation.drain", "", "9.00:00:00")]
    [InlineData("rotation.selector 's-{date}' -Domain example.com", "rotation.selector", "example.com", "s-{date}")]
    [InlineData("keySize '3072'", "keySize", "", "3072")]
    [InlineData("provider cloudflare -Domain example.com", "provider", "example.com", "Cloudflare")]
    [InlineData("provider cloudflare -Domain *.example.com", "provider", "news.example.com", "Cloudflare")]
    [InlineData("delegation.selectors s1, s2 -Domain *.example.com", "delegation.selectors", "a.example.com", "s1 s2")]
    [InlineData("publisher.script /bin/true", "publisher.script", "", "/bin/true")]
    [InlineData("publisher.pluginArguments @{ B = 1; A = 'b' }", "publisher.pluginArguments", "", "A=b B=1")]
    [InlineData("publisher.type Script -Domain M\u00DCNCHEN.example, *", "publisher.type", "xn--mnchen-3ya.example", "Script")]
    public void Values_are_written_in_the_files_format(string arguments, string name, string domain, string expected)
    {
        Assert.Empty(Run($"Set-DkimConfiguration {arguments}").Errors);

        var value = Run($"Get-DkimConfiguration {name} -Domain '{domain}'")["Value"]!;
        Assert.Equal(
            expected,
            value is IEnumerable<string> list
                ? string.Join(' ', list)
                : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Pipeline_input_is_one_edit_and_existing_entries_change_nothing()
    {
        const string Rows = "1..50 | ForEach-Object { [pscustomobject]@{ Domain = \"d$_.example\"; Value = 'Bind' } } | "
            + "Set-DkimConfiguration provider";
        Assert.Empty(Run(Rows).Errors);
        Assert.Equal("Bind", Run("Get-DkimConfiguration provider -Domain d50.example")["Value"]);

        var written = File.GetLastWriteTimeUtc(Sandbox.ConfigurationPath);
        Assert.Empty(Run(Rows).Errors);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Sandbox.ConfigurationPath));
        Assert.Single(Directory.EnumerateFiles(Sandbox.In("state", "kept"), "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("{\n  \"ttl\": 300,\n  \"selector\": \"s\"\n}\n", "ttl", "{\n  \"selector\": \"s\"\n}\n")]
    [InlineData("{\n  \"selector\": \"s\", // ours\n  \"ttl\": 300\n}\n", "ttl", "{\n  \"selector\": \"s\" // ours\n}\n")]
    [InlineData("{\n  \"selector\": \"s\",\n  \"ttl\": 300,\n}\n", "TTL", "{\n  \"selector\": \"s\",\n}\n")]
    [InlineData(
        "{\r\n  // kept, too\r\n  \"ttl\": 300 /* , */ ,\r\n  \"selector\": \"s\"\r\n}\r\n",
        "ttl",
        "{\r\n  // kept, too\r\n  \"selector\": \"s\"\r\n}\r\n")]
    [InlineData("{ \"ttl\": 300, \"selector\": \"s\" }", "ttl", "{ \"selector\": \"s\" }")]
    [InlineData("{ \"selector\": \"s\", \"ttl\": 300 }", "ttl", "{ \"selector\": \"s\" }")]
    [InlineData("{ \"ttl\": 300 }", "ttl", "{ }")]
    [InlineData("{\n  \"dns\": {\n    \"timeout\": \"0:0:3\"\n  },\n  \"ttl\": 5\n}\n", "dns.timeout", "{\n  \"ttl\": 5\n}\n")]
    [InlineData(
        "{\n  \"dns\": {\n    // slow\n    \"timeout\": \"0:0:3\"\n  }\n}\n", "dns.timeout", "{\n  \"dns\": {\n    // slow\n  }\n}\n")]
    [InlineData("{ \"dns.timeout\": \"0:0:3\", \"ttl\": 5 }", "dns.timeout", "{ \"ttl\": 5 }")]
    [InlineData(
        "{ \"domains\": { \"A.example.\": { \"provider\": \"Bind\" }, \"*\": { \"provider\": \"Bind\" } } }",
        "provider -Domain a.example",
        "{ \"domains\": { \"*\": { \"provider\": \"Bind\" } } }")]
    [InlineData("{ \"domains\": { \"a.example\": { \"provider\": \"Bind\" } } }", "provider -Domain a.example", "{ }")]
    [InlineData("{ \"ttl\": 300 } // end", "selector", "{ \"ttl\": 300 } // end")]
    public void A_setting_is_removed_and_everything_else_is_kept(string before, string arguments, string after)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File2)!);
        File.WriteAllText(File2, before);

        Assert.Empty(Run($"Set-DkimConfiguration {arguments} -Remove -WhatIf -ConfigurationPath {File2}").Errors);
        Assert.Equal(before, File.ReadAllText(File2));
        Assert.Empty(
            Run(
                $"$env:OPTERIUS_DKIM_CONFIG = '{Sandbox.ConfigurationPath}'; Set-DkimConfiguration {arguments} -Remove "
                + $"-PassThru -ConfigurationPath {File2}").Errors);
        Assert.Equal(after, File.ReadAllText(File2));
    }

    [Fact]
    public void A_broken_file_is_not_changed()
    {
        File.WriteAllText(Sandbox.ConfigurationPath, "{ \"ttl\": ");

        Assert.Equal(["ConfigurationSyntax"], Run("Set-DkimConfiguration ttl 300").ErrorIds);
        Assert.Equal("{ \"ttl\": ", File.ReadAllText(Sandbox.ConfigurationPath));
    }

    [Fact]
    public void A_folder_in_place_of_the_file_is_named_as_such()
    {
        Directory.CreateDirectory(File2);

        foreach (var command in new[] { "Set-DkimConfiguration ttl 300", "Get-DkimConfiguration" })
        {
            var error = Assert.Single(Run($"{command} -ConfigurationPath {File2}").Errors);
            Assert.StartsWith("ConfigurationUnreadable", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("it is a folder", error.Exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_folder_that_other_users_can_write_to_is_refused()
    {
        Directory.CreateDirectory(Sandbox.In("etc"));
        File.SetUnixFileMode(Sandbox.In("etc"), (UnixFileMode)0x1FF);

        Assert.Equal(["ConfigurationUnsafe"], Run($"Set-DkimConfiguration ttl 300 -ConfigurationPath {File2}").ErrorIds);
        Assert.False(File.Exists(File2));
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        Assert.Empty(Run($"Set-DkimConfiguration ttl 300 -PassThru -WhatIf -ConfigurationPath {File2}").Objects);
        Assert.False(Directory.Exists(Path.GetDirectoryName(File2)));
    }
}
