namespace OpteriusDkim;

/// <summary>Publishing by dynamic update in BIND, checked with dig.</summary>
public sealed class DynamicUpdateTests : PublishingTest
{
    [Theory]
    [InlineData("-Algorithm Ed25519")]
    [InlineData("-KeySize 2048")]
    [InlineData("-KeySize 3072")]
    [InlineData("-KeySize 4096")]
    public void A_key_of_any_size_is_published_found_and_unpublished(string options)
    {
        var zone = Serve("");
        MakeKey("example.com", options);

        AssertPublished(zone, "example.com");
        AssertPublished(zone, "example.com", "AlreadyThere");
        Assert.Equal("Verified", Run("Test-DkimDns example.com")["Status"]!.ToString());
        Assert.Equal("Done", Run("Unpublish-DkimRecord example.com -Confirm:$false")["Outcome"]!.ToString());
        Assert.Empty(Dig(zone, "mail._domainkey.example.com"));
        Assert.Equal("AlreadyThere", Run("Unpublish-DkimRecord example.com -Confirm:$false")["Outcome"]!.ToString());
    }

    /// <summary>The key that the module itself moved to its backups tells that the record is its own.</summary>
    [Theory]
    [InlineData("-Algorithm Ed25519")]
    [InlineData("-KeySize 2048")]
    public void The_record_of_a_replaced_key_is_replaced_and_that_of_any_other_stays(string options)
    {
        var zone = Serve("");
        MakeKey("a.example.com", options);
        MakeKey("b.example.com", options);
        AssertPublished(zone, "a.example.com");
        NsUpdate(zone, $"update add mail._domainkey.b.example.com 300 TXT {ValueOf("a.example.com")}");
        foreach (var domain in (string[])["a.example.com", "b.example.com"])
        {
            Assert.Empty(Run($"New-DkimKey {domain} {options} -Force -Confirm:$false").Errors);
            Assert.Empty(Run($"New-DkimKey {domain} -Algorithm Ed25519 -Force -Confirm:$false").Errors);
        }

        AssertPublished(zone, "a.example.com");
        AssertRefused("Publish-DkimRecord b.example.com", "ForeignRecord");
    }

    [Theory]
    [InlineData("hmac-md5")]
    [InlineData("hmac-sha1")]
    [InlineData("hmac-sha224")]
    [InlineData("hmac-sha512")]
    public void A_TSIG_key_of_each_algorithm_is_accepted(string algorithm)
    {
        var zone = Serve("", algorithm);
        MakeKey("example.com");

        AssertPublished(zone, "example.com");
    }

    [Fact]
    public void An_algorithm_that_is_not_known_is_reported_before_anything_is_sent()
    {
        Serve("", "hmac-sha384");
        MakeKey("example.com");

        AssertRefused("Publish-DkimRecord example.com", "TsigKeyBroken");
        AssertRefused("Publish-DkimRecord example.com -WhatIf", "TsigKeyBroken");
    }

    [Fact]
    public void The_zone_is_found_below_which_a_domain_lies()
    {
        var zone = Serve("hmac-sha256", "allow-update { key dkim-key; };", ("example.com", ""), ("deep.example.com", ""));
        MakeKey("news.example.com");
        MakeKey("a.b.deep.example.com");

        AssertPublished(zone, "news.example.com");
        AssertPublished(zone, "a.b.deep.example.com");
    }

    [Fact]
    public void A_zone_of_its_own_for_the_keys_is_found()
    {
        var zone = Serve(
            "hmac-sha256",
            "check-names ignore; allow-update { key dkim-key; };",
            ("example.com", "_domainkey NS ns"),
            ("_domainkey.example.com", ""));
        MakeKey("example.com");

        AssertPublished(zone, "example.com");
    }

    [Fact]
    public void An_update_policy_for_keys_only_is_enough()
    {
        var zone = Serve("", permission: "update-policy { grant dkim-key wildcard *._domainkey.example.com. TXT; };");
        MakeKey("example.com");
        MakeKey("news.example.com");

        AssertPublished(zone, "example.com");
        AssertRefused("Publish-DkimRecord news.example.com", "UpdateRefused");
        Assert.Empty(Dig(zone, "mail._domainkey.news.example.com"));
    }

    [Theory]
    [InlineData("hmac-sha256", "dkim-key", "UpdateNotAuthenticated")]
    [InlineData("hmac-sha256", "other-key", "UpdateNotAuthenticated")]
    [InlineData("hmac-sha512", "dkim-key", "UpdateNotAuthenticated")]
    public void A_key_that_the_server_does_not_know_changes_nothing(string algorithm, string name, string id)
    {
        var zone = Serve("");
        MakeKey("example.com");
        var wrong = Sandbox.In("wrong.key");
        UpdatableZone.WriteKey(wrong, algorithm, name);
        Sandbox.Configure(zone.Settings.Replace(zone.KeyFile, wrong, StringComparison.Ordinal));

        AssertRefused("Publish-DkimRecord example.com", id);
        Assert.Empty(Dig(zone, "mail._domainkey.example.com"));
    }

    [Fact]
    public void Without_a_key_the_server_refuses()
    {
        var zone = Serve("");
        MakeKey("example.com");
        Sandbox.Configure($$"""  "publisher": { "type": "DynamicUpdate", "server": "{{zone.Address}}" },  """);

        AssertRefused("Publish-DkimRecord example.com", "UpdateRefused");
        Assert.Empty(Dig(zone, "mail._domainkey.example.com"));
    }

    [Fact]
    public void A_server_without_the_zone_is_not_a_publishing_target()
    {
        Serve("");
        MakeKey("example.net");

        AssertRefused("Publish-DkimRecord example.net", "UpdateZoneUnknown");
    }

    [Theory]
    [InlineData("mail._domainkey CNAME mail.keys.example.net.", "CNAME", "NameIsAlias")]
    [InlineData("mail._domainkey CNAME there\nthere TXT x", "CNAME", "ForeignRecord")]
    [InlineData("mail._domainkey CNAME one\none CNAME mail._domainkey", "CNAME", "UpdateServerSilent")]
    [InlineData("_domainkey DNAME keys.example.net.", "DNAME", "NameIsAlias")]
    public void No_record_is_added_next_to_an_alias(string records, string type, string id)
    {
        var zone = Serve(records);
        MakeKey("example.com");
        var owner = type == "DNAME" ? "_domainkey.example.com" : "mail._domainkey.example.com";
        var before = Dig(zone, owner, type);

        AssertRefused("Publish-DkimRecord example.com", id);
        AssertRefused("Publish-DkimRecord example.com -WhatIf", id);
        AssertRefused("Unpublish-DkimRecord example.com -Confirm:$false", id);
        Assert.Equal(before, Dig(zone, owner, type));
        Assert.Single(before);
    }

    [Theory]
    [InlineData("v=spf1 -all")]
    [InlineData("v=DKIM1; k=ed25519; p=ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=")]
    [InlineData("v=DKIM1; p=")]
    [InlineData("grüße")]
    public void A_foreign_record_is_kept_and_shown(string text)
    {
        var zone = Serve($"mail._domainkey TXT \"{text}\"");
        MakeKey("example.com");
        var before = Dig(zone, "mail._domainkey.example.com");

        AssertRefused("Publish-DkimRecord example.com", "ForeignRecord");
        AssertRefused("Unpublish-DkimRecord example.com -Confirm:$false", "ForeignRecord");
        Assert.Equal(before, Dig(zone, "mail._domainkey.example.com"));
        Assert.Single(before);
    }

    [Theory]
    [InlineData("\"v=DKIM1; h=sha256; k=ed25519; p={p}\"")]
    [InlineData("\"v=DK\" \"IM1; k=ed25519;\" \" p={p}\"")]
    [InlineData("\"k=ed25519; p={p}\"")]
    public void Our_key_in_another_spelling_is_recognized_when_publishing_and_removing(string value)
    {
        MakeKey("example.com");
        var zone = Serve(
            "mail._domainkey TXT " + value.Replace("{p}", (string)Run("Get-DkimKey example.com")["PublicKey"]!, StringComparison.Ordinal));
        var before = Dig(zone, "mail._domainkey.example.com");

        Assert.Equal("AlreadyThere", Run("Publish-DkimRecord example.com")["Outcome"]!.ToString());
        Assert.Equal(before, Dig(zone, "mail._domainkey.example.com"));
        Assert.Equal("Done", Run("Unpublish-DkimRecord example.com -Confirm:$false")["Outcome"]!.ToString());
        Assert.Empty(Dig(zone, "mail._domainkey.example.com"));
    }

    [Fact]
    public void Of_two_records_only_ours_is_removed()
    {
        MakeKey("example.com");
        var zone = Serve($"mail._domainkey TXT {ValueOf("example.com")}\nmail._domainkey TXT \"grüße\"");
        Assert.Equal(2, Dig(zone, "mail._domainkey.example.com").Length);

        AssertRefused("Publish-DkimRecord example.com", "ForeignRecord");
        Assert.Equal("Done", Run("Unpublish-DkimRecord example.com -Confirm:$false")["Outcome"]!.ToString());
        Assert.Contains("gr", Assert.Single(Dig(zone, "mail._domainkey.example.com")), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_records_of_our_key_become_one()
    {
        MakeKey("example.com");
        var key = (string)Run("Get-DkimKey example.com")["PublicKey"]!;
        var zone = Serve($"mail._domainkey TXT \"k=ed25519; p={key}\"\nmail._domainkey TXT \"v=DKIM1; k=ed25519; t=y; p={key}\"");

        Assert.Equal("Done", Run("Publish-DkimRecord example.com")["Outcome"]!.ToString());
        Assert.Equal([$"k=ed25519; p={key}"], Dig(zone, "mail._domainkey.example.com"));
    }

    [Fact]
    public void Options_of_the_record_reach_DNS()
    {
        var zone = Serve("");
        MakeKey("example.com");

        var result = Run("Get-DkimRecord example.com -Testing -Ttl 77 | Publish-DkimRecord");

        Assert.Equal("Done", result["Outcome"]!.ToString());
        Assert.Contains("t=y; p=", Assert.Single(Dig(zone, "mail._domainkey.example.com")), StringComparison.Ordinal);
        var answer = Run($"(Test-DkimDns example.com).Servers[0].Ttl");
        Assert.Equal(77, answer.Objects.Single().BaseObject);
        AssertPublished(zone, "example.com");
    }

    [Fact]
    public void WhatIf_reports_what_would_be_refused_and_changes_nothing()
    {
        var zone = Serve("mail._domainkey.taken TXT \"v=spf1 -all\"");
        MakeKey("example.com");
        MakeKey("taken.example.com");

        var result = Run("Publish-DkimRecord example.com, taken.example.com -WhatIf");

        Assert.Equal(["ForeignRecord"], result.ErrorIds);
        Assert.Empty(Dig(zone, "mail._domainkey.example.com"));
    }

    [Fact]
    public void A_hundred_domains_are_published_in_one_call()
    {
        var zone = Serve("");
        Assert.Empty(Run("1..100 | ForEach-Object { New-DkimKey d$_.example.com -Algorithm Ed25519 }").Errors);

        var result = Run("Get-DkimKey | Publish-DkimRecord -ThrottleLimit 16");

        Assert.True(result.Errors.Count == 0, result.Everything);
        Assert.Equal(100, result.Objects.Count);
        Assert.Single(Dig(zone, "mail._domainkey.d100.example.com"));
    }
}
