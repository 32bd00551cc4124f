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
}
