namespace OpteriusDkim.Tests;

/// <summary>A record entered as shown is correct, according to how each provider treats the fields of its form.</summary>
public sealed class ProviderTests
{
    private static readonly string[] Keys = ["rsa2048", "rsa3072", "rsa4096", "ed25519"];

    // The plain case, leading digits, several labels.
    private static readonly string[] Selectors = ["mail", "2026", "20261126-rsa", "s1", "mail.east", "a.b.c"];

    public static TheoryData<string> Names => [.. ProviderTable.All.Select(provider => provider.Name)];

    // ISPConfig has a field for the key of RSA only.
    public static TheoryData<string> NamesForAnyKey =>
        [.. ProviderTable.All.Select(provider => provider.Name).Where(name => name != "ISPConfig")];

    public static MatrixTheoryData<string, string, string> Cases =>
        new(ProviderTable.All.Select(provider => provider.Name), Keys, Selectors);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_record_entered_as_shown_is_correct(string provider, string key, string selector)
    {
        foreach (var (domain, zone) in new[]
        {
            ("example.com", "example.com"),
            ("news.example.com", "example.com"),
            ("a.b.example.com", "b.example.com"),
        })
        {
            var record = Record(provider, key, $"{selector}._domainkey.{domain}", zone);
            var published = new SimulatedForm(ProviderTable.Find(provider)).Publish(record.Name, record.Value, zone);

            if (record.Notes
                .Any(
                    note => note.Contains("can publish RSA keys only", StringComparison.Ordinal)
                        || note.Contains("a separate zone", StringComparison.Ordinal)))
            {
                Assert.Equal("ISPConfig", provider);
                continue;
            }

            Assert.Equal(record.DnsName, published.Name);
            Assert.All(published.Strings, part => Assert.InRange(part.Length, 1, 255));
            var read = KeyRecordReader.Read(string.Concat(published.Strings));
            Assert.True(read.IsValid);
            Assert.Equal(SampleKey.PublicKeyOf(key), read.Key);
            if (provider != "ISPConfig")
            {
                Assert.Equal(string.Concat(record.Strings), string.Concat(published.Strings));
            }
        }
    }

    [Theory]
    [MemberData(nameof(NamesForAnyKey))]
    public void A_key_of_1312_bytes_is_complete_in_every_provider_format(string name)
    {
        var provider = ProviderTable.Find(name);
        var text = $"v=DKIM1; k=mldsa44; p={Convert.ToBase64String([.. Enumerable.Range(0, 1312).Select(at => (byte)(at * 7))])}";
        var record = SampleName.Mail;
        var shown = provider.RenderValue(CharacterStrings.Split(text));

        var published = new SimulatedForm(provider).Publish(provider.RenderName(record, record.Domain), shown, record.Domain.Value);

        Assert.All(published.Strings, part => Assert.InRange(part.Length, 1, 255));
        Assert.Equal(text, string.Concat(published.Strings));
        Assert.Contains(
            "ExperimentalKeyType", KeyRecordReader.Read(string.Concat(published.Strings)).Findings.Select(finding => finding.Code));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_provider_is_simulated_by_its_documented_behaviour(string name) =>
        Assert.Contains(name, SimulatedForm.Known);

    // From the sources that the table names, not from the table.
    [Theory]
    [InlineData("Generic", "mail._domainkey.example.com", "\"")]
    [InlineData("Vultr", "mail._domainkey", "v=")]
    [InlineData("Route53", "mail._domainkey", "\"")]
    [InlineData("Route53Api", "mail._domainkey.example.com.", "\"")]
    [InlineData("DNSimple", "mail._domainkey", "v=")]
    [InlineData("PowerDns", "mail._domainkey.example.com.", "\"")]
    [InlineData("PdnsUtil", "mail._domainkey.example.com.", "'\"")]
    [InlineData("PdnsUtil4", "mail._domainkey", "'\"")]
    [InlineData("PowerDnsAdmin", "mail._domainkey", "\"")]
    [InlineData("CPanel", "mail._domainkey.example.com.", "\"")]
    [InlineData("HestiaCP", "mail._domainkey", "v=")]
    [InlineData("ISPConfig", "mail", "MII")]
    [InlineData("PowerAdmin", "mail._domainkey", "\"")]
    [InlineData("CyberPanel", "mail._domainkey", "\"")]
    [InlineData("Technitium", "mail._domainkey", "v=")]
    [InlineData("TechnitiumApi", "mail._domainkey.example.com", "v=")]
    [InlineData("Strato", "mail._domainkey", "v=")]
    [InlineData("NameCom", "mail._domainkey", "v=")]
    [InlineData("Bunny", "mail._domainkey", "v=")]
    [InlineData("Squarespace", "mail._domainkey", "v=")]
    [InlineData("Infomaniak", "mail._domainkey", "v=")]
    [InlineData("INWX", "mail._domainkey", "v=")]
    [InlineData("Hostinger", "mail._domainkey", "v=")]
    [InlineData("HurricaneElectric", "mail._domainkey", "\"")]
    [InlineData("NS1", "mail._domainkey", "v=")]
    [InlineData("Loopia", "mail._domainkey", "v=")]
    [InlineData("Cloudflare", "mail._domainkey", "\"")]
    [InlineData("Bind", "mail._domainkey.example.com.", "( \"")]
    public void A_record_has_the_documented_form(string provider, string name, string beginning)
    {
        var record = Record(provider, "rsa2048", "mail._domainkey.example.com", "example.com");
        Assert.Equal((name, "mail._domainkey.example.com"), (record.Name, record.DnsName));
        Assert.StartsWith(beginning, record.Value, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_type_is_the_one_that_the_form_offers(string provider)
    {
        var record = Record(provider, "rsa2048", "mail._domainkey.example.com", "example.com");
        Assert.Equal(provider == "ISPConfig" ? "DKIM" : "TXT", record.Type);
        Assert.Contains(" IN TXT ", record.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026._domainkey.example.com", "2026._domainkey.example.com")]
    [InlineData("mail.east._domainkey.example.com", "mail.east._domainkey.example.com")]
    [InlineData("s2026._domainkey.example.com", "s2026._domainkey")]
    public void CyberPanel_gets_the_full_name_where_it_misreads_a_relative_one(string record, string typed) =>
        Assert.Equal(typed, Record("CyberPanel", "rsa2048", record, "example.com").Name);

    [Theory]
    [InlineData("Cloudflare", "Cloudflare appends the zone to the name (full name: mail._domainkey.example.com).")]
    [InlineData("Generic", "If the form appends the zone to the name, enter only mail._domainkey there.")]
    [InlineData("GoDaddy", "Minimum TTL: 600.")]
    [InlineData("Ionos", "Minimum TTL: 300.")]
    [InlineData("Porkbun", "Other sources give a minimum of 300.")]
    [InlineData("DeSec", "deSEC sets the minimum for each domain, so yours may differ.")]
    [InlineData("Route53", "A line break in the value begins a second record.")]
    [InlineData("Plesk", "Apply the zone afterwards (the button Update).")]
    [InlineData("Bind", "Increase the serial of the zone, then reload it.")]
    [InlineData("DNSimple", "A value with quotation marks is accepted as well, and stored as typed.")]
    [InlineData("Vultr", "For the API: one pair of quotation marks around the whole text, none inside it.")]
    [InlineData(
        "CPanel",
        "This form is based on users' reports. Check the result with Test-DkimDns. If a quotation mark is part of the published "
        + "text, use -Provider PlainText.")]
    [InlineData(
        "Gandi",
        "This form is based on users' reports. Check the result with Test-DkimDns. If a quotation mark is part of the published "
        + "text, use -Provider PlainText.")]
    [InlineData(
        "DirectAdmin",
        "This form is based on users' reports. Check the result with Test-DkimDns. If the text is cut at a space or "
        + "semicolon, use -Provider Generic.")]
    [InlineData(
        "Squarespace",
        "This form is based on users' reports. Check the result with Test-DkimDns. If the text is cut at a space or "
        + "semicolon, use -Provider Generic.")]
    public void A_record_carries_the_notes(string provider, string note) =>
        Assert.Contains(note, Record(provider, "rsa2048", "mail._domainkey.example.com", "example.com").Notes);

    [Theory]
    [InlineData("Loopia", "rsa4096", "Loopia accepts at most 450")]
    [InlineData("NameCom", "rsa4096", "Name.com accepts at most 512")]
    public void A_value_that_is_too_long_is_the_first_note(string provider, string key, string note) =>
        Assert.Contains(note, Record(provider, key, "mail._domainkey.example.com", "example.com").Notes[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("Loopia")]
    [InlineData("NameCom")]
    [InlineData("GoDaddy")]
    [InlineData("DNSimple")]
    public void A_2048_bit_key_fits(string provider) => Assert.DoesNotContain(
        Record(provider, "rsa2048", "mail._domainkey.example.com", "example.com").Notes,
        note => note.Contains("at most", StringComparison.Ordinal));

    [Fact]
    public void A_TTL_below_the_minimum_is_noted() => Assert.Contains(
        "The minimum TTL of GoDaddy is 600: enter 600.",
        Record("GoDaddy", "rsa2048", "mail._domainkey.example.com", "example.com", ttl: 300).Notes);

    [Theory]
    [InlineData("ed25519", "mail._domainkey.example.com", "can publish RSA keys only")]
    [InlineData("rsa2048", "mail._domainkey.news.example.com", "create a separate zone for news.example.com")]
    public void A_record_that_ISPConfig_cannot_publish_is_noted_and_shown_in_the_general_form(string key, string name, string note)
    {
        var record = Record("ISPConfig", key, name, "example.com");
        Assert.Equal((name, "TXT"), (record.Name, record.Type));
        Assert.StartsWith("\"v=DKIM1; ", record.Value, StringComparison.Ordinal);
        Assert.Contains(note, Assert.Single(record.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_revoked_key_that_ISPConfig_cannot_publish_is_shown_in_the_general_form()
    {
        var record = DkimDnsRecord.For(
            new RecordToPublish(SampleName.Mail, SampleKey.PublicKeyOf("rsa2048"), 3600) { IsTombstone = true },
            ProviderTable.Find("ISPConfig"));
        Assert.Equal(("TXT", "\"v=DKIM1; k=rsa; p=\""), (record.Type, record.Value));
        Assert.EndsWith("Remove the record instead.", Assert.Single(record.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_outside_the_zone_is_refused(string provider) =>
        Assert.Throws<InvalidInputException>(() => Record(provider, "rsa2048", "mail._domainkey.example.com", "example.org"));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_has_notes_in_sentences_and_a_source_with_its_year(string name)
    {
        var provider = ProviderTable.Find(name);
        Assert.Matches("^[A-Za-z0-9]+$", provider.Name);
        Assert.All(provider.Notes, note => Assert.EndsWith(".", note, StringComparison.Ordinal));
        Assert.NotEmpty(provider.Source);
        Assert.InRange(provider.SourceYear, 2024, 2100);
        Assert.Equal(provider.IsCertain, provider.Footnote is null);
    }

    [Fact]
    public void No_name_or_alias_is_used_twice() =>
        Assert.Distinct(ProviderTable.All.SelectMany(provider => ProviderTable.NamesOf(provider).Distinct()));

    [Fact]
    public void The_rows_are_in_the_order_of_their_names_after_the_two_general_forms()
    {
        var names = ProviderTable.All.Select(provider => provider.Name).ToArray();
        Assert.Equal(["Generic", "PlainText"], names[..2]);
        Assert.Equal(names[2..].Order(StringComparer.OrdinalIgnoreCase), names[2..]);
    }

    [Theory]
    [InlineData("cloudflare", "Cloudflare")]
    [InlineData("ROUTE53", "Route53")]
    [InlineData("Route 53", "Route53")]
    [InlineData("aws", "Route53")]
    [InlineData("aws cli", "Route53Api")]
    [InlineData("Name.com", "NameCom")]
    [InlineData("Hurricane Electric", "HurricaneElectric")]
    [InlineData("he.net", "HurricaneElectric")]
    [InlineData("1&1", "Ionos")]
    [InlineData("hestia", "HestiaCP")]
    [InlineData("PowerDNS-Admin", "PowerDnsAdmin")]
    [InlineData("google cloud dns", "GoogleCloudDns")]
    public void A_provider_is_found_by_name_and_alias(string text, string name) =>
        Assert.Equal(name, ProviderTable.Find(text).Name);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("- .")]
    [InlineData("Nobody")]
    [InlineData("\u001b[2J")]
    public void An_unknown_provider_is_refused_with_a_list_of_all(string? text)
    {
        var exception = Assert.Throws<InvalidInputException>(() => ProviderTable.Find(text));
        Assert.Equal(nameof(FindingTable.UnknownProvider), exception.Finding.Code);
        Printable.Require(exception.Message);
        Assert.All(ProviderTable.All, provider => Assert.Contains(provider.Name, exception.Finding.Advice, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_publisher_for_a_service_belongs_to_a_provider()
    {
        var expected = Enum.GetValues<PublisherType>().Except([PublisherType.Manual, PublisherType.Script]);
        var found = ProviderTable.All.Select(provider => provider.Publisher).OfType<PublisherType>().Distinct();
        Assert.Equal(expected.Order(), found.Order());
        Assert.Null(ProviderTable.Find("Generic").Publisher);
    }

    private static DkimDnsRecord Record(string provider, string key, string name, string zone, int ttl = 3600)
    {
        var parts = name.Split("._domainkey.");
        return DkimDnsRecord.For(
            SampleName.Of(parts[1], parts[0]),
            SampleKey.PublicKeyOf(key),
            new RecordOptions(ProviderTable.Find(provider), ttl, DomainName.Parse(zone)));
    }
}
