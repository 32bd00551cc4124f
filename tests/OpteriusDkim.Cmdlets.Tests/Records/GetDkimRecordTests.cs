namespace OpteriusDkim;

public sealed class GetDkimRecordTests : CmdletTest
{
    [Fact]
    public void Each_key_has_a_record()
    {
        MakeKeys("mail._domainkey.a.example", "s2._domainkey.a.example", "mail._domainkey.b.example");

        var records = Run("Get-DkimRecord *.example, a.example");

        Assert.Equal(
            [
                "mail._domainkey.a.example",
                "s2._domainkey.a.example",
                "mail._domainkey.b.example",
                "mail._domainkey.a.example",
                "s2._domainkey.a.example",
            ],
            Each(records, "Name"));
    }

    [Theory]
    [InlineData("", "mail._domainkey.news.example.com", "\"v=DKIM1; k=ed25519; p=*\"")]
    [InlineData("-Provider bind", "mail._domainkey.news.example.com.", "( \"v=DKIM1; k=ed25519; p=*\" )")]
    [InlineData("-Provider Cloudflare -Zone example.com", "mail._domainkey.news", "\"v=DKIM1; k=ed25519; p=*\"")]
    [InlineData("-Provider PlainText -Zone Example.COM.", "mail._domainkey.news", "v=DKIM1; k=ed25519; p=*")]
    [InlineData("-Provider Route53", "mail._domainkey", "\"v=DKIM1; k=ed25519; p=*\"")]
    [InlineData("-Provider AWS -Zone example.com", "mail._domainkey.news", "\"v=DKIM1; k=ed25519; p=*\"")]
    [InlineData("-Provider Route53Api", "mail._domainkey.news.example.com.", "\"v=DKIM1; k=ed25519; p=*\"")]
    [InlineData("-Testing", "mail._domainkey.news.example.com", "\"v=DKIM1; k=ed25519; t=y; p=*\"")]
    public void The_record_has_the_providers_format(string options, string name, string value)
    {
        MakeKeys("mail._domainkey.news.example.com");

        var record = Run("Get-DkimRecord news.example.com " + options);

        Assert.Equal(name, record["Name"]);
        Assert.Equal("mail._domainkey.news.example.com", record["DnsName"]);
        var parts = value.Split('*');
        Assert.StartsWith(parts[0], (string)record["Value"]!, StringComparison.Ordinal);
        Assert.EndsWith(parts[1], (string)record["Value"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "s1._domainkey.news.example.com", "s1.news.example.com.dkim.example.net")]
    [InlineData("-Provider Cloudflare -Zone example.com", "s1._domainkey.news", "s1.news.example.com.dkim.example.net")]
    [InlineData("-Provider Bind", "s1._domainkey.news.example.com.", "s1.news.example.com.dkim.example.net.")]
    [InlineData("-Provider Hetzner", "s1._domainkey", "s1.news.example.com.dkim.example.net.")]
    [InlineData("-Provider PdnsUtil4", "s1._domainkey", "s1.news.example.com.dkim.example.net.")]
    [InlineData("-Provider ISPConfig", "s1._domainkey", "s1.news.example.com.dkim.example.net")]
    public void A_delegated_domain_has_a_CNAME_for_each_selector(string options, string name, string value)
    {
        Delegate();

        var records = Run("Get-DkimRecord news.example.com -Delegation " + options);

        Assert.Equal(["s1", "s2"], Each(records, "Selector"));
        Assert.Equal(["CNAME", "CNAME"], Each(records, "Type"));
        Assert.Equal(
            (name, value, "s1._domainkey.news.example.com"),
            (Each(records, "Name").First(), Each(records, "Value").First(), Each(records, "DnsName").First()));
        Assert.Equal(
            "s1._domainkey.news.example.com. 3600 IN CNAME s1.news.example.com.dkim.example.net.", records.Objects[0].ToString());
    }

    [Fact]
    public void The_record_of_a_delegated_selector_is_shown_in_our_zone()
    {
        Delegate();
        MakeKeys("s1._domainkey.example.com", "mail._domainkey.example.com");

        Assert.Equal(
            ["mail._domainkey.example.com", "s1.example.com.dkim.example.net"],
            Each(Run("Get-DkimRecord example.com -Provider Cloudflare"), "DnsName"));
        Assert.Equal("s1.example.com.dkim.example.net", Run("(Get-DkimKey example.com s1).Record.Name").Objects.Single().ToString());
    }

    [Fact]
    public void Domains_are_shown_once_and_selectors_outside_of_the_set_are_errors()
    {
        Delegate();
        MakeKeys("s1._domainkey.example.com", "s2._domainkey.example.com");

        Assert.Equal(["s1", "s2"], Each(Run("Get-DkimKey example.com | Get-DkimRecord -Delegation"), "Selector"));
        Assert.Equal(["SelectorNotDelegated"], Run("Get-DkimRecord example.com mail -Delegation").ErrorIds);
        Assert.Equal(["AliasNotPublished"], Run("Get-DkimRecord example.com s1 -Delegation | Publish-DkimRecord").ErrorIds);
        Sandbox.Configure("");
        Assert.Equal(["DelegationNotSet"], Run("Get-DkimRecord example.com -Delegation").ErrorIds);
    }

    [Fact]
    public void A_CNAME_as_text_has_its_four_lines()
    {
        Delegate();
        var lines = Run("Get-DkimRecord example.com s1 -Delegation -AsText").Objects.Select(line => (string)line.BaseObject).ToArray();
        Assert.Equal(
            ["Name:  s1._domainkey.example.com", "Type:  CNAME", "TTL:   3600", "Value: s1.example.com.dkim.example.net"], lines[1..5]);
    }

    [Fact]
    public void As_text_it_is_one_string_of_lines()
    {
        Run("New-DkimKey example.com");
        var record = (DkimDnsRecord)Run("Get-DkimRecord example.com -Provider GoDaddy").Objects.Single().BaseObject;

        var lines = Run("Get-DkimRecord example.com -Provider GoDaddy -AsText").Objects.Select(line => (string)line.BaseObject).ToArray();

        Assert.Equal(["Name:  mail._domainkey", "Type:  TXT", "TTL:   3600", $"Value: {record.Value}"], lines[1..5]);
        Assert.Contains("Note:  Minimum TTL: 600.", lines);
        Assert.Equal("example.com, selector mail, form for GoDaddy:", lines[0]);
    }

    [Fact]
    public void The_view_is_four_labelled_lines_with_the_full_name()
    {
        Run("New-DkimKey example.com");
        var item = Run("Get-DkimRecord example.com").Objects.Single();
        var record = (DkimDnsRecord)item.BaseObject;

        Assert.Contains(
            $"\nName:  mail._domainkey.example.com\nType:  TXT\nTTL:   3600\nValue: {record.Value}\n", View.Show(item, 80),
            StringComparison.Ordinal);
        Assert.Contains("-AsText", View.Show(item, 80), StringComparison.Ordinal);
        Assert.DoesNotContain("-AsText", View.Show(item, 500), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_key_is_cut_into_strings_of_255_bytes()
    {
        Run("New-DkimKey example.com -KeySize 4096");

        var strings = (IReadOnlyList<string>)Run("Get-DkimRecord example.com")["Strings"]!;

        Assert.Equal([255, 255, 254 - 10], strings.Select(part => part.Length));
    }

    [Fact]
    public void Ttl_and_provider_come_from_the_configuration_unless_given()
    {
        MakeKeys("mail._domainkey.example.com");
        Sandbox.Configure("""  "ttl": 600, "domains": { "*.com": { "provider": "Bind" } },  """);

        var configured = Run("Get-DkimRecord example.com");
        var given = Run("Get-DkimRecord example.com -Provider Generic -Ttl 60");

        Assert.Equal((600, "Bind"), ((int)configured["Ttl"]!, (string)configured["Provider"]!));
        Assert.Equal((60, "Generic"), ((int)given["Ttl"]!, (string)given["Provider"]!));
    }

    [Theory]
    [InlineData("Get-DkimRecord example.com -Provider Nonesuch", "UnknownProvider")]
    [InlineData("Get-DkimRecord example.com -Zone example.net", "ZoneOutside")]
    [InlineData("Get-DkimRecord example.com -Zone le.com", "ZoneOutside")]
    [InlineData("Get-DkimRecord example.com -Zone 'a b'", "InvalidDomain")]
    [InlineData("Get-DkimRecord example.com -Ttl 0", "ParameterArgumentValidationError")]
    [InlineData("Get-DkimRecord example.net", "NotConfigured")]
    public void Nonsense_is_an_error_with_an_id(string command, string id)
    {
        MakeKeys("mail._domainkey.example.com");

        Assert.Equal([id], Run(command).ErrorIds);
    }

    private void Delegate() => Sandbox.Configure("""
        "delegation": { "zone": "dkim.example.net", "selectors": ["s1", "s2"] },
        """);
}
