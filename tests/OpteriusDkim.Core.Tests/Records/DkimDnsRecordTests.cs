namespace OpteriusDkim.Tests;

public sealed class DkimDnsRecordTests
{
    [Theory]
    [InlineData("rsa2048", "v=DKIM1; k=rsa; p=")]
    [InlineData("ed25519", "v=DKIM1; k=ed25519; p=")]
    public void The_text_is_exactly_version_type_and_key_in_this_order(string key, string beginning)
    {
        var publicKey = SampleKey.PublicKeyOf(key);
        Assert.Equal(beginning + publicKey.Base64, DkimDnsRecord.TextOf(publicKey));
    }

    [Fact]
    public void The_testing_flag_is_set_on_request() => Assert.Equal(
        $"v=DKIM1; k=rsa; t=y; p={SampleKey.Rsa.PublicKey.Base64}", DkimDnsRecord.TextOf(SampleKey.Rsa.PublicKey, testing: true));

    [Theory]
    [InlineData("rsa1024", 1)]
    [InlineData("rsa2048", 2)]
    [InlineData("rsa3072", 3)]
    [InlineData("rsa4096", 3)]
    [InlineData("ed25519", 1)]
    public void The_published_record_reads_back_as_the_key(string key, int strings)
    {
        var publicKey = SampleKey.PublicKeyOf(key);
        var record = DkimDnsRecord.For(SampleName.Mail, publicKey, Options());
        Assert.Equal(strings, record.Strings.Count);
        Assert.All(record.Strings, part => Assert.InRange(part.Length, 1, 255));
        var read = KeyRecordReader.Read(string.Concat(record.Strings));
        Assert.Equal(publicKey, read.Key);
        Assert.True(read.IsValid);
    }

    [Fact]
    public void A_record_has_everything_a_person_enters()
    {
        var record = DkimDnsRecord.For(SampleName.Mail, SampleKey.Ed25519, Options());
        Assert.Equal(("example.com", "mail", "Generic"), (record.Domain, record.Selector, record.Provider));
        Assert.Equal(
            ("mail._domainkey.example.com", "mail._domainkey.example.com", "TXT", 300),
            (record.DnsName, record.Name, record.Type, record.Ttl));
        Assert.Equal($"\"v=DKIM1; k=ed25519; p={SampleKey.Ed25519.Base64}\"", record.Value);
        Assert.Equal($"mail._domainkey.example.com. 300 IN TXT {record.Value}", record.ToString());
    }

    [Fact]
    public void The_name_is_relative_to_the_zone_that_is_given()
    {
        var name = SampleName.Of("news.example.com", "mail");
        var options = Options() with { Provider = ProviderTable.Find("Cloudflare") };
        Assert.Equal("mail._domainkey", DkimDnsRecord.For(name, SampleKey.Ed25519, options).Name);
        Assert.Equal(
            "mail._domainkey.news",
            DkimDnsRecord.For(name, SampleKey.Ed25519, options with { Zone = DomainName.Parse("example.com") }).Name);
        Assert.Throws<InvalidInputException>(
            () => DkimDnsRecord.For(name, SampleKey.Ed25519, Options() with { Zone = DomainName.Parse("example.org") }));
    }

    [Theory]
    [InlineData("rsa2048")]
    [InlineData("rsa4096")]
    [InlineData("ed25519")]
    public void The_line_for_a_zone_file_reads_as_the_record_again(string key)
    {
        var publicKey = SampleKey.PublicKeyOf(key);
        var line = DkimDnsRecord.ZoneFileLine(SampleName.Mail, publicKey);
        Assert.StartsWith("mail._domainkey\tIN\tTXT\t( \"v=DKIM1; ", line, StringComparison.Ordinal);
        Assert.EndsWith(" )  ; ----- DKIM key mail for example.com\n", line, StringComparison.Ordinal);
        var strings = QuotedStrings.Parse(line[line.IndexOf('(', StringComparison.Ordinal)..]);
        Assert.Equal(DkimDnsRecord.TextOf(publicKey), string.Concat(strings));
    }

    private static RecordOptions Options() => new(ProviderTable.Find("Generic"), 300);
}
